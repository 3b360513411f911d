#include "event/signal.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <stdexcept>

namespace tined::event {
namespace {

// Blocked first, so that none is delivered the old way once the descriptor is there.
base::Descriptor block_and_open(std::initializer_list<int> signals, sigset_t& mask_before) {
    sigset_t mask;
    sigemptyset(&mask);
    for (const int signal : signals) sigaddset(&mask, signal);
    pthread_sigmask(SIG_BLOCK, &mask, &mask_before);
    return base::Descriptor(signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC));
}

}  // namespace

SignalWatch::SignalWatch(Loop& loop, std::initializer_list<int> signals, OnSignal on_signal,
                         void* context)
    : on_signal_(on_signal),
      context_(context),
      descriptor_(block_and_open(signals, mask_before_)),
      watch_(loop, descriptor_.get(), Readiness::readable, call_member<&SignalWatch::on_readable>,
             this) {
    if (descriptor_ && watch_.start()) return;
    pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
    throw std::runtime_error("cannot watch signals: no descriptor for them");
}

SignalWatch::~SignalWatch() { pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr); }

void SignalWatch::on_readable() {
    signalfd_siginfo info;
    while (read(descriptor_.get(), &info, sizeof info) == sizeof info) {
        on_signal_(static_cast<int>(info.ssi_signo), context_);
    }
}

}  // namespace tined::event
