#include "daemon/commands/command_serve.hpp"

#include <unistd.h>

#include <optional>
#include <utility>

#include "daemon/logs/line_output.hpp"
#include "daemon/sandbox/capabilities.hpp"
#include "daemon/site/configuration.hpp"
#include "daemon/site/stand_in.hpp"
#include "daemon/supervisor.hpp"
#include "systemd/listen_fds.hpp"

namespace tined::daemon {
namespace {

ExitCode refuse(std::optional<Succession>& succession, const Failure& failure) {
    // What the old master is told it tells itself.
    if (!succession || !succession->say_failed(failure)) tell(failure);
    return failure.code;
}

/// Takes the rolls out of `passed`, and the names of all.
Outside::Legacy take_legacy(std::vector<systemd::PassedDescriptor>& passed) {
    Outside::Legacy legacy;
    for (systemd::PassedDescriptor& one : passed) {
        if (is_roll_name(one.name) || is_stored_name(one.name)) legacy.stored.push_back(one.name);
        if (is_roll_name(one.name)) legacy.rolls.push_back(std::move(one));
    }
    std::erase_if(passed, [](const auto& one) { return !one.descriptor; });
    return legacy;
}

}  // namespace

ExitCode command_serve(const Arguments& arguments, const Program& program) {
    auto succession = Succession::from_environment();
    // Before it reads anything: what it cannot read now it could not read at a reload.
    if (const auto kept = keep_masters_capabilities(); !kept) {
        return refuse(succession, Failure(ExitCode::failed_at_work, kept.error().what()));
    }
    auto passed = systemd::take_listen_fds();
    if (!passed) return refuse(succession, Failure(ExitCode::failed_at_work, passed.error()));
    auto configuration = read_configuration(arguments, program);
    if (!configuration && !succession && !program.configuration) {
        if (auto made = stand_in(arguments, configuration.error())) configuration = std::move(made);
    }
    if (!configuration) return refuse(succession, configuration.error());
    Outside::Legacy legacy = take_legacy(*passed);
    legacy.succession = std::move(succession);
    LineOutput log(LogDestination::standard_error());
    LineOutput access(LogDestination(STDOUT_FILENO), LineOutput::Contents::access);
    return Supervisor({.arguments = arguments,
                       .program = program_path(),
                       .own = program,
                       .passed = std::move(*passed),
                       .legacy = std::move(legacy)},
                      std::move(*configuration), log, access)
        .run();
}

}  // namespace tined::daemon
