// Whom the workers become when the master runs as root. The master stays root: it binds low ports
// at a reload and ends workers of another user.
#pragma once

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>

#include "base/system_error.hpp"
#include "config/settings.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

struct Identity {
    std::string user;
    uid_t uid = 0;
    gid_t gid = 0;
    bool has_own_group = false;  ///< `user: USER:GROUP`: this group alone, none of the user's
};

/// Finds the account of `user:`, or nobody's if nothing is said. Nothing if this process is not
/// root, and so cannot become anybody. No such user or group: a wrong configuration.
std::expected<std::optional<Identity>, Failure> find_identity(
    const std::optional<config::Account>& account);

/// The user and group of that name, whoever this process is; ExitCode::wrong_configuration if there
/// is none.
std::expected<Identity, Failure> look_up(const config::Account& account);

/// Becomes `identity` for good: groups, real, effective and saved ids (credentials(7)), and checks
/// that there is no way back. After an error the process must end: it may be half of both.
std::expected<void, base::SystemError> become(const Identity& identity);

}  // namespace tined::daemon
