#include "daemon/logs/logs.hpp"

#include <utility>

namespace tined::daemon {
namespace {

std::unexpected<Failure> failed(std::string_view key, const base::SystemError& error) {
    return std::unexpected(
        Failure(ExitCode::failed_at_work, std::string(key) + ": " + error.what()));
}

}  // namespace

std::expected<Logs, Failure> Logs::open(const config::Log& settings) {
    auto log = LogDestination::open(settings.to);
    if (!log) return failed("log.to", log.error());
    auto access = LogDestination::open(settings.access.to);
    if (!access) return failed("log.access.to", access.error());
    return Logs{std::move(*log), std::move(*access)};
}

std::expected<void, base::SystemError> Logs::aim(LineOutput& log_lines,
                                                 LineOutput& access_lines) const {
    auto first = log.duplicate();
    if (!first) return std::unexpected(first.error());
    auto second = access.duplicate();
    if (!second) return std::unexpected(second.error());
    log_lines.aim(std::move(*first));
    access_lines.aim(std::move(*second));
    return {};
}

}  // namespace tined::daemon
