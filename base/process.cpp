#include "base/process.hpp"

#include <fmt/format.h>
#include <string.h>  // sigabbrev_np, a GNU extension
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/cgroup.hpp"
#include "base/processors.hpp"

namespace tined::base {

std::optional<Exit> reap_any() {
    int status = 0;
    pid_t pid = 0;
    do {
        pid = ::waitpid(-1, &status, WNOHANG);
    } while (pid < 0 && errno == EINTR);
    if (pid <= 0) return std::nullopt;  // 0: all of them live; -1: there are none
    if (WIFSIGNALED(status)) {
        return Exit{pid, Exit::How::killed, WTERMSIG(status), WCOREDUMP(status) != 0};
    }
    return Exit{pid, Exit::How::exited, WEXITSTATUS(status), false};
}

std::string signal_name(int number) {
    const char* const name = ::sigabbrev_np(number);
    return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

std::string describe(const Exit& exit) {
    switch (exit.how) {
        case Exit::How::exited:
            return fmt::format("exited with {}", exit.code);
        case Exit::How::killed:
            return fmt::format("was killed by {}{}", signal_name(exit.code),
                               exit.dumped_core ? " (core dumped)" : "");
    }
    return {};
}

unsigned cpu_count() {
    auto allowed = static_cast<unsigned>(allowed_processors().size());
    if (allowed == 0)
        allowed = static_cast<unsigned>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
    return std::min(allowed, cgroup_cpu_limit("").value_or(allowed));
}

std::expected<rlim_t, SystemError> raise_file_limit() {
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return std::unexpected(SystemError::from_errno("read the limit of open files"));
    }
    if (limit.rlim_cur == limit.rlim_max) return limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return std::unexpected(SystemError::from_errno("raise the limit of open files"));
    }
    return limit.rlim_cur;
}

}  // namespace tined::base
