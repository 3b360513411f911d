// Names that only mean something near this machine: what debug mode shows itself under. A page of a
// stranger's can make a browser ask for the stranger's own name, and then have that name mean this
// machine (DNS rebinding); it cannot do so with an address, or with a name that no one can
// register.
#pragma once

#include <string_view>

namespace tined::handlers {

/// An IP address, a name without a dot, one of a zone that is nobody's (localhost, .local, .test,
/// .internal, .lan, .home.arpa), or this machine's own. `authority` may have a port.
bool is_local_name(std::string_view authority);

}  // namespace tined::handlers
