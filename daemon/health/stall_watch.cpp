#include "daemon/health/stall_watch.hpp"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <span>

#include "base/log.hpp"
#include "daemon/health/interrupted_stack.hpp"
#include "daemon/health/obituary.hpp"
#include "daemon/health/stack_names.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 10ms;
constexpr auto handler_patience = 20ms;

// Mutable globals, for a handler of signals is called with nothing of ours.
struct Stack {
    std::atomic<bool> is_wanted = false;  // else the signal is somebody else's, and is ignored
    std::atomic<bool> is_taken = false;
    std::array<std::uint64_t, 32> frames = {};
    std::size_t count = 0;
};
constinit Stack the_stack;

void take_stack(int /*signal*/, siginfo_t* /*info*/, void* context) {
    const int error = errno;
    if (!the_stack.is_wanted.exchange(false)) return;
    the_stack.count =
        take_interrupted_stack(*static_cast<const ucontext_t*>(context), the_stack.frames);
    the_stack.is_taken.store(true);
    errno = error;
}

void install_handler() noexcept {
    prepare_to_take_stacks();
    struct sigaction action = {};
    action.sa_sigaction = take_stack;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    ::sigaction(SIGUSR2, &action, nullptr);
}

// A thread that takes no signal: they are for the loop's.
template <typename Function>
std::thread deaf_thread(Function function) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(std::move(function));
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

}  // namespace

std::optional<base::RequestEntry> StallFinder::look(const base::ScoreboardRow& row,
                                                    Clock::time_point now) {
    const auto running = row.requests.running();
    const auto heartbeat = row.heartbeat();
    if (!running) {
        since_.reset();
        return std::nullopt;
    }
    if (!since_ || running->id != id_ || heartbeat != heartbeat_) {
        since_ = now;
        id_ = running->id;
        heartbeat_ = heartbeat;
        is_told_ = false;
        return std::nullopt;
    }
    if (is_told_ || now - *since_ < limit) return std::nullopt;
    is_told_ = true;
    return running;
}

StallWatch::StallWatch(const base::ScoreboardRow& row) : row_(row), loop_thread_(::gettid()) {
    install_handler();
    thread_ = deaf_thread([this] { watch(); });
}

StallWatch::~StallWatch() {
    {
        const std::lock_guard lock(mutex_);
        is_ended_ = true;
    }
    ended_.notify_one();
    thread_.join();
    std::signal(SIGUSR2, SIG_IGN);
}

void StallWatch::watch() {
    StallFinder finder;
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, look_every, [this] { return is_ended_; })) {
        if (const auto stalled = finder.look(row_, StallFinder::Clock::now())) tell(*stalled);
    }
}

void StallWatch::tell(const base::RequestEntry& request) const {
    const std::string stack = stack_of_loop();
    log::warn(
        "the loop stands still for {}: it has run it for {} ms without a pause, while "
        "all others wait{}",
        describe_request(request, StallFinder::Clock::now()), StallFinder::limit.count(),
        stack.empty() ? "" : "; stack: " + stack);
}

std::string StallWatch::stack_of_loop() const {
    the_stack.is_taken.store(false);
    the_stack.is_wanted.store(true);
    if (::syscall(SYS_tgkill, ::getpid(), loop_thread_, SIGUSR2) != 0) return {};
    const auto end = StallFinder::Clock::now() + handler_patience;
    while (!the_stack.is_taken.load() && StallFinder::Clock::now() < end) {
        std::this_thread::sleep_for(1ms);
    }
    // The handler may be writing it at this moment if it was not in time.
    if (the_stack.is_wanted.exchange(false) || !the_stack.is_taken.load()) return {};
    return name_stack(std::span(the_stack.frames).first(the_stack.count));
}

}  // namespace tined::daemon
