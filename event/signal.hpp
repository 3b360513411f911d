// SignalWatch: signals as events of the loop, by signalfd(2); no handler runs, so there is nothing
// that a handler must not do. Signals coalesce: one call may stand for several of the same.
#pragma once

#include <csignal>
#include <initializer_list>

#include "base/descriptor.hpp"
#include "event/loop.hpp"
#include "event/watch.hpp"

namespace tined::event {

class SignalWatch {
public:
    using OnSignal = void (*)(int signal, void* context);

    /// Blocks `signals` in this thread, which must be the process's only one (another, that does
    /// not block them, would be ended by them), and starts to watch. One that is pending already,
    /// because they were blocked before, is not lost. Throws std::runtime_error when there is no
    /// descriptor for it.
    SignalWatch(Loop& loop, std::initializer_list<int> signals, OnSignal on_signal, void* context);
    /// Puts the thread's signal mask back as it was. Not to be called from `on_signal`.
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

private:
    void on_readable();

    OnSignal on_signal_;
    void* context_;
    sigset_t mask_before_;
    base::Descriptor descriptor_;
    Watch watch_;
};

}  // namespace tined::event
