// Text from a client that must become UTF-8 whatever it was.
#pragma once

#include <string>

namespace tined::http {

/// Each byte that is part of no UTF-8 sequence becomes U+FFFD. The text itself, unless it needs
/// mending.
std::string repair_utf8(std::string text);

}  // namespace tined::http
