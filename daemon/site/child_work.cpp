#include "daemon/site/child_work.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

using Clock = std::chrono::steady_clock;

void set_signals() {
    for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// The pipe's descriptor from then on.
int leave_alone_but_for(int pipe) {
    constexpr int kept = 3;
    if (pipe != kept) ::dup2(pipe, kept);
    ::close_range(kept + 1, ~0u, 0);
    return kept;
}

[[noreturn]] void run_child(int pipe, pid_t parent, std::chrono::milliseconds limit,
                            const std::function<void(int pipe)>& work) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) std::_Exit(1);  // it died before
    // What it does wrong is told; a core of a child that only looks helps nobody.
    const rlimit no_core = {.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    set_signals();
    // The kernel forgets whose child dies with whom when that becomes another user.
    ::alarm(static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(limit).count()) + 1);
    work(pipe);
    std::_Exit(0);
}

/// True at the end of what is written; false when the time is over.
bool read_until(Clock::time_point end, int pipe, std::size_t most, std::string& told) {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0) return false;
        pollfd readable = {.fd = pipe, .events = POLLIN, .revents = 0};
        if (::poll(&readable, 1, static_cast<int>(left)) <= 0) continue;
        const auto got = ::read(pipe, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return true;
        // Past the bound it is read and dropped, for the child to end.
        told.append(buffer.data(), std::min(most - told.size(), static_cast<std::size_t>(got)));
    }
}

base::Exit wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) {
        return {.pid = child, .how = base::Exit::How::killed, .code = WTERMSIG(status)};
    }
    return {.pid = child, .how = base::Exit::How::exited, .code = WEXITSTATUS(status)};
}

}  // namespace

std::expected<ChildWork, base::SystemError> in_child(const std::function<void(int pipe)>& work,
                                                     std::chrono::milliseconds limit,
                                                     std::size_t most, Inherits inherits) {
    auto pipe = base::make_pipe();
    if (!pipe) return std::unexpected(std::move(pipe.error()));
    const auto end = Clock::now() + limit;
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return std::unexpected(base::SystemError::from_errno("fork"));
    if (child == 0) {
        const int own = pipe->writer.get();
        run_child(inherits == Inherits::nothing ? leave_alone_but_for(own) : own, parent, limit,
                  work);
    }
    pipe->writer.reset();
    ChildWork done;
    const bool is_in_time = read_until(end, pipe->reader.get(), most, done.told);
    // Who has closed the pipe ends at once, unless it is stuck in that as well.
    if (!is_in_time) ::kill(child, SIGKILL);
    const base::Exit exit = wait_for(child);
    if (is_in_time) done.exit = exit;
    return done;
}

}  // namespace tined::daemon
