#include "daemon/master_signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <stdexcept>

namespace tined::daemon {
namespace {

bool is_ignored(int signal) {
    struct sigaction action = {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

MasterSignals::MasterSignals() {
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int signal : {SIGTERM, SIGHUP, SIGCHLD, SIGUSR1, SIGUSR2})
        sigaddset(&wanted, signal);
    if (!is_ignored(SIGINT)) sigaddset(&wanted, SIGINT);
    ::sigprocmask(SIG_BLOCK, &wanted, nullptr);
    // Inherited as ignored, SIGCHLD would have the kernel reap the workers without a word.
    std::signal(SIGCHLD, SIG_DFL);
    // They mean nothing here, but by default would end it with requests unanswered.
    for (const int signal : {SIGPIPE, SIGALRM, SIGXFSZ}) std::signal(signal, SIG_IGN);
    descriptor_.reset(::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!descriptor_) throw std::runtime_error("cannot watch signals: no descriptor for them");
}

std::optional<int> MasterSignals::next() noexcept {
    signalfd_siginfo info;
    if (::read(descriptor_.get(), &info, sizeof info) != sizeof info) return std::nullopt;
    return static_cast<int>(info.ssi_signo);
}

}  // namespace tined::daemon
