// Why tined ends, or why a reload changes nothing: an exit code and the lines that say so.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tined::daemon {

enum class ExitCode : int {
    done = 0,
    failed_at_work = 1,
    wrong_command_line = 2,
    wrong_configuration = 78,  ///< EX_CONFIG of sysexits.h
};

struct Failure {
    ExitCode code = ExitCode::failed_at_work;
    std::vector<std::string> lines;  ///< at least one; without "tined: " and line feeds

    Failure(ExitCode what, std::string line) : code(what), lines{std::move(line)} {}
    Failure(ExitCode what, std::vector<std::string> all) : code(what), lines(std::move(all)) {}
};

/// Tells each line on standard error, after "tined: "; to the journal as errors (sd-daemon(3)).
void tell(const Failure& failure);

}  // namespace tined::daemon
