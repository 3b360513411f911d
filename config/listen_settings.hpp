// `listen:` one address, a list, or mappings.
#pragma once

#include <vector>

#include "config/reader.hpp"
#include "config/settings.hpp"

namespace tined::config {

/// Replaces `listen` if there is at least one good address.
void read_listen(const Reader& value, std::vector<Listen>& listen);

}  // namespace tined::config
