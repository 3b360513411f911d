#include "daemon/sandbox/privileges.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace tined::daemon {
namespace {

// getpwnam(3) and getgrnam(3) are not thread-safe; the master has no threads.
std::unexpected<Failure> unknown(std::string_view what, const std::string& name) {
    return std::unexpected(Failure(ExitCode::wrong_configuration,
                                   fmt::format("user: there is no {} \"{}\"", what, name)));
}

std::unexpected<base::SystemError> failed(std::string_view about, const std::string& user) {
    return std::unexpected(base::SystemError::from_errno(about, user));
}

bool is_for_good(const Identity& identity) {
    uid_t real = 0;
    uid_t effective = 0;
    uid_t saved = 0;
    if (::getresuid(&real, &effective, &saved) != 0) return false;
    if (real != identity.uid || effective != identity.uid || saved != identity.uid) return false;
    return identity.uid == 0 || (::setuid(0) != 0 && ::getegid() == identity.gid);
}

}  // namespace

std::expected<std::optional<Identity>, Failure> find_identity(
    const std::optional<config::Account>& account) {
    if (::geteuid() != 0) return std::nullopt;
    auto found = look_up(account.value_or(config::Account()));
    if (!found) return std::unexpected(std::move(found.error()));
    return std::move(*found);
}

std::expected<Identity, Failure> look_up(const config::Account& wanted) {
    const passwd* const user = ::getpwnam(wanted.user.c_str());
    if (user == nullptr) return unknown("user", wanted.user);
    Identity identity = {.user = wanted.user, .uid = user->pw_uid, .gid = user->pw_gid};
    if (wanted.group) {
        const group* const named = ::getgrnam(wanted.group->c_str());
        if (named == nullptr) return unknown("group", *wanted.group);
        identity.gid = named->gr_gid;
        identity.has_own_group = true;
    }
    return identity;
}

std::expected<void, base::SystemError> become(const Identity& identity) {
    const int groups = identity.has_own_group ? ::setgroups(1, &identity.gid)
                                              : ::initgroups(identity.user.c_str(), identity.gid);
    if (groups != 0) return failed("take the groups of user", identity.user);
    if (::setresgid(identity.gid, identity.gid, identity.gid) != 0) {
        return failed("take the group of user", identity.user);
    }
    if (::setresuid(identity.uid, identity.uid, identity.uid) != 0) {
        return failed("become user", identity.user);
    }
    if (is_for_good(identity)) return {};
    return std::unexpected(base::SystemError(EPERM, "become for good user " + identity.user));
}

}  // namespace tined::daemon
