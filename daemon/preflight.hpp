// What can only be tried as the workers' user: whether all that the site names can be read,
// and whether large bodies can be written to `spool`.
#pragma once

#include <optional>

#include "daemon/configuration.hpp"
#include "daemon/failure.hpp"
#include "daemon/privileges.hpp"

namespace tined::daemon {

enum class SiteTests { skip, run };

/// Forks a child that becomes `identity`, looks, and, before a reload, asks the site's `tests:`;
/// waits for it, at most 30 s; it dies with the master. The failure has the child's lines. For the
/// master, before it serves or reloads; its signals must be blocked.
std::optional<Failure> preflight(Configuration& configuration,
                                 const std::optional<Identity>& identity, SiteTests tests);

}  // namespace tined::daemon
