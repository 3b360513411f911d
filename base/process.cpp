#include "base/process.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <string.h>  // sigabbrev_np, a GNU extension
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/cgroup.hpp"

namespace tined::base {
namespace {

struct FreeCpuSet {
    void operator()(cpu_set_t* set) const noexcept { CPU_FREE(set); }
};

// The kernel refuses a mask smaller than its own (EINVAL), and does not say how large that is.
unsigned affinity_count() {
    constexpr std::size_t most_processors = 1 << 16;
    for (std::size_t room = CPU_SETSIZE; room <= most_processors; room *= 2) {
        const std::unique_ptr<cpu_set_t, FreeCpuSet> set(CPU_ALLOC(room));
        const std::size_t size = CPU_ALLOC_SIZE(room);
        if (set && ::sched_getaffinity(0, size, set.get()) == 0) {
            return static_cast<unsigned>(CPU_COUNT_S(size, set.get()));
        }
        if (errno != EINVAL) break;
    }
    const long online = ::sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? static_cast<unsigned>(online) : 1;
}

}  // namespace

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
    const unsigned allowed = std::max(1u, affinity_count());
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
