#include "daemon/upgrade/execution.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "systemd/listen_fds.hpp"

namespace tined::daemon {
namespace {

constexpr int first_passed = 3;
constexpr int exit_not_executed = 127;  // as a shell's

std::vector<std::string> environment_of(const Execution& execution) {
    constexpr std::array<std::string_view, 3> of_one_process = {
        "LISTEN_PID=", "LISTEN_FDS=", "LISTEN_FDNAMES="};
    std::vector<std::string> all;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const auto begins = [text](std::string_view name) { return text.starts_with(name); };
        if (std::ranges::any_of(of_one_process, begins) || begins(execution.channel_variable)) {
            continue;
        }
        // What this master was told to do for the watchdog the next one does.
        all.push_back(begins("WATCHDOG_PID=") ? fmt::format("WATCHDOG_PID={}", ::getpid())
                                              : std::string(text));
    }
    std::vector<std::string> names;
    for (const PassedOn& socket : execution.sockets) names.push_back(socket.name);
    if (!names.empty()) {
        for (auto& variable : systemd::listen_variables(names, ::getpid())) {
            all.push_back(std::move(variable));
        }
    }
    all.push_back(fmt::format("{}{}{}", execution.channel_variable,
                              first_passed + static_cast<int>(names.size()),
                              execution.channel_suffix));
    return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// First all out of the way of the numbers that they are to have, then each to its number.
std::expected<void, base::SystemError> place(std::vector<int> descriptors) {
    const int past = first_passed + static_cast<int>(descriptors.size());
    for (int& descriptor : descriptors) {
        descriptor = ::fcntl(descriptor, F_DUPFD_CLOEXEC, past);
        if (descriptor < 0) {
            return std::unexpected(base::SystemError::from_errno("pass on a descriptor"));
        }
    }
    for (std::size_t i = 0; i < descriptors.size(); ++i) {
        // dup2(2) leaves close-on-exec off.
        if (::dup2(descriptors[i], first_passed + static_cast<int>(i)) < 0) {
            return std::unexpected(base::SystemError::from_errno("pass on a descriptor"));
        }
    }
    return {};
}

base::SystemError become_program(const Execution& execution) {
    std::vector<int> descriptors;
    for (const PassedOn& socket : execution.sockets) descriptors.push_back(socket.descriptor);
    descriptors.push_back(execution.channel);
    if (auto placed = place(std::move(descriptors)); !placed) return placed.error();
    std::vector<std::string> words = {execution.program.native()};
    words.insert(words.end(), execution.arguments.begin(), execution.arguments.end());
    auto variables = environment_of(execution);
    ::execve(execution.program.c_str(), pointers_to(words).data(), pointers_to(variables).data());
    return base::SystemError::from_errno("execute", execution.program.native());
}

void die_with(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) std::_Exit(1);  // it died before
}

[[noreturn]] void end_as(int status) {
    if (WIFSIGNALED(status)) {
        const rlimit no_core = {.rlim_cur = 0, .rlim_max = 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        const int signal = WTERMSIG(status);
        std::signal(signal, SIG_DFL);
        sigset_t all;
        sigfillset(&all);
        ::sigprocmask(SIG_UNBLOCK, &all, nullptr);
        ::raise(signal);
    }
    std::_Exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

// With nothing open: it must not keep the channel, nor the workers' life-lines, from ending.
[[noreturn]] void hold(pid_t program) {
    ::close_range(first_passed, ~0u, 0);
    int status = 0;
    while (::waitpid(program, &status, 0) < 0 && errno == EINTR) {
    }
    end_as(status);
}

[[noreturn]] void run_program(const Execution& execution, const WhyNot& why_not) {
    // Out of the way of the numbers that place() gives to others.
    const base::Descriptor channel(
        ::fcntl(execution.channel, F_DUPFD_CLOEXEC,
                first_passed + static_cast<int>(execution.sockets.size()) + 1));
    Execution own = execution;
    own.channel = channel.get();
    why_not(channel.get(), become_program(own));
    std::_Exit(exit_not_executed);
}

}  // namespace

std::expected<pid_t, base::SystemError> execute(const Execution& execution, const WhyNot& why_not) {
    const pid_t master = ::getpid();
    const pid_t holder = ::fork();
    if (holder < 0) return std::unexpected(base::SystemError::from_errno("fork"));
    if (holder > 0) return holder;
    die_with(master);
    const pid_t self = ::getpid();
    const pid_t program = ::fork();
    if (program < 0) why_not(execution.channel, base::SystemError::from_errno("fork"));
    if (program < 0) std::_Exit(exit_not_executed);
    if (program > 0) hold(program);
    die_with(self);
    run_program(execution, why_not);
}

}  // namespace tined::daemon
