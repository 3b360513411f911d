#include "daemon/sandbox/sandbox.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>

#include <utility>

#include "daemon/sandbox/refused_calls_handler.hpp"

namespace tined::daemon {

std::expected<Sandbox, base::SystemError> Sandbox::make(const Reach& reach,
                                                        const SystemCalls& allowed) {
    Sandbox made;
    std::string missing;
    if (const auto supported = SeccompFilter::is_supported(); supported) {
        auto filter = SeccompFilter::make(allowed);
        if (!filter) return std::unexpected(filter.error());
        made.filter_ = std::move(*filter);
        made.in_force_ = "seccomp";
    } else {
        missing = fmt::format("; no seccomp: {}", supported.error());
    }
    if (const auto version = Landlock::version(); version) {
        auto landlock = Landlock::make(*version, reach);
        if (!landlock) return std::unexpected(landlock.error());
        made.rules_ = std::move(*landlock);
        if (!made.in_force_.empty()) made.in_force_ += ", ";
        made.in_force_ += fmt::format("Landlock ABI {}", *version);
    } else {
        missing += fmt::format("; no Landlock: {}", version.error());
    }
    if (made.in_force_.empty()) made.in_force_ = "no_new_privs alone";
    made.in_force_ += missing;
    return made;
}

std::expected<void, base::SystemError> Sandbox::enter(base::RefusedCalls& refused) const {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return std::unexpected(base::SystemError::from_errno("set no_new_privs"));
    }
    if (rules_) {
        if (auto entered = rules_->enter(); !entered) return entered;
    }
    if (!filter_) return {};
    if (auto handled = handle_refused_calls(refused); !handled) return handled;
    return filter_->enter();
}

}  // namespace tined::daemon
