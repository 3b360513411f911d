#include "event/executor.hpp"

#include <cassert>
#include <csignal>
#include <system_error>

namespace tined::event {
namespace {

// While it lives, the signals that are sent to a process are blocked in this thread, and in those
// that it starts. Not what a thread brings upon itself, or the kernel would end the process without
// calling the handler that tells of the crash, or of the call that the sandbox refused.
class SignalsBlocked {
public:
    SignalsBlocked() noexcept {
        sigset_t sent;
        sigfillset(&sent);
        for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS}) {
            sigdelset(&sent, own);
        }
        pthread_sigmask(SIG_SETMASK, &sent, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_;
};

}  // namespace

Executor::Executor(Loop& loop, std::size_t most_threads, std::atomic<std::uint64_t>* queue_length)
    : loop_(loop), most_threads_(most_threads), queue_length_(queue_length) {
    assert(most_threads > 0 && loop.executor() == nullptr);
    loop.set_executor(this);
}

Executor::~Executor() {
    loop_.set_executor(nullptr);
    std::deque<Job> unbegun;  // destroyed outside of the lock
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
        unbegun.swap(queue_);
        tell_length();
    }
    is_needed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Executor::submit(Job job) {
    bool needs_thread = false;
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(job));
        needs_thread = queue_.size() > idle_ && threads_.size() < most_threads_;
        tell_length();
    }
    if (needs_thread) start_thread();
    is_needed_.notify_one();
}

void Executor::start_thread() {
    const SignalsBlocked here;
    try {
        threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
        if (!threads_.empty()) return;  // the others will come to it
        const std::lock_guard lock(mutex_);
        queue_.pop_back();
        tell_length();
        throw;
    }
}

std::size_t Executor::queued() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Executor::work() {
    for (Job job; take(job); job = nullptr) job();
}

bool Executor::take(Job& job) {
    std::unique_lock lock(mutex_);
    ++idle_;
    is_needed_.wait(lock, [this] { return is_ending_ || !queue_.empty(); });
    --idle_;
    if (is_ending_) return false;
    job = std::move(queue_.front());
    queue_.pop_front();
    tell_length();
    return true;
}

void Executor::tell_length() noexcept {
    if (queue_length_ != nullptr) queue_length_->store(queue_.size(), std::memory_order_relaxed);
}

}  // namespace tined::event
