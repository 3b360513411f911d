// Promise<T> and Future<T>: a result that is set once, by somebody who is no coroutine or belongs
// to another thread, and awaited once by a coroutine of the loop.
//
// Both are made on the loop's thread. The promise may then be moved to another one and set there;
// the future stays. While a coroutine awaits it, the loop does not end for want of events. Set
// after the loop has ended, or after nobody holds the future, the result is destroyed where it was
// set.
//
// Programming errors are std::future_error, as the standard library's own futures have it: a
// promise that is set twice throws it, and one that goes without having been set is what the future
// throws (broken_promise).
#pragma once

#include <atomic>
#include <cassert>
#include <exception>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "event/loop.hpp"
#include "event/mailbox.hpp"
#include "event/waiter.hpp"

namespace tined::event {

/// What both hold: shared, as either may go first, and in a thread of its own.
template <typename T>
class FutureState : public std::enable_shared_from_this<FutureState<T>> {
public:
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

    FutureState() : mailbox_(Loop::current().mailbox()) {}

    // ---- the promise's side: any thread ----

    template <std::size_t I, typename... Arguments>
    void set(Arguments&&... arguments) {
        if (is_set()) throw std::future_error(std::future_errc::promise_already_satisfied);
        result_.template emplace<I>(std::forward<Arguments>(arguments)...);
        is_set_.store(true, std::memory_order_release);
        if (is_abandoned()) return;
        if (mailbox_->is_here()) return wake();
        mailbox_->post([state = this->shared_from_this()] { state->wake(); });
    }
    bool is_set() const noexcept { return is_set_.load(std::memory_order_acquire); }
    bool is_abandoned() const noexcept { return is_abandoned_.load(std::memory_order_relaxed); }

    // ---- the future's side: the loop's thread ----

    void abandon() noexcept { is_abandoned_.store(true, std::memory_order_relaxed); }
    void wait(Waiter& waiter) noexcept {
        assert(waiter_ == nullptr);
        waiter_ = &waiter;
        mailbox_->expect();
    }
    void wait_no_more() noexcept {
        if (std::exchange(waiter_, nullptr) != nullptr) mailbox_->expect_no_more();
    }
    T take() {
        if (result_.index() == 2) std::rethrow_exception(std::get<2>(std::move(result_)));
        if constexpr (!std::is_void_v<T>) return std::get<1>(std::move(result_));
    }

private:
    void wake() noexcept {
        if (waiter_ == nullptr) return;
        Waiter& waiter = *waiter_;
        wait_no_more();
        waiter.loop().make_ready(waiter);
    }

    std::shared_ptr<Mailbox> mailbox_;  // shared, as the promise may outlive the loop
    std::atomic<bool> is_set_ = false;
    std::atomic<bool> is_abandoned_ = false;
    Waiter* waiter_ = nullptr;
    std::variant<std::monostate, Value, std::exception_ptr> result_;
};

template <typename T>
class [[nodiscard("a result that nobody awaits is lost")]] Future {
public:
    Future(Future&&) noexcept = default;
    Future& operator=(Future&& other) noexcept {
        if (this == &other) return *this;
        abandon();
        state_ = std::move(other.state_);
        return *this;
    }
    ~Future() { abandon(); }

    bool is_set() const noexcept { return state_->is_set(); }

    /// Gives the value, or throws the exception, that is set. Once.
    auto operator co_await() noexcept { return Awaiter(*state_); }

private:
    template <typename U>
    friend class Promise;

    class Awaiter final : private Waiter {
    public:
        explicit Awaiter(FutureState<T>& state) : Waiter(Loop::current()), state_(state) {}
        ~Awaiter() {
            if (is_waiting_) state_.wait_no_more();
        }
        bool await_ready() const noexcept { return state_.is_set(); }
        void await_suspend(Suspended whom) noexcept {
            is_waiting_ = true;
            state_.wait(*this);
            suspend(whom);
        }
        T await_resume() {
            is_waiting_ = false;
            return state_.take();
        }

    private:
        FutureState<T>& state_;
        bool is_waiting_ = false;
    };

    explicit Future(std::shared_ptr<FutureState<T>> state) noexcept : state_(std::move(state)) {}
    void abandon() noexcept {
        if (state_ != nullptr) state_->abandon();
    }

    std::shared_ptr<FutureState<T>> state_;
};

template <typename T>
class Promise {
public:
    /// Of the current loop.
    Promise() : state_(std::make_shared<FutureState<T>>()) {}
    Promise(Promise&&) noexcept = default;
    Promise& operator=(Promise&& other) noexcept {
        if (this == &other) return *this;
        break_if_unset();
        state_ = std::move(other.state_);
        return *this;
    }
    ~Promise() { break_if_unset(); }

    /// Once, on the loop's thread.
    Future<T> future() { return Future<T>(state_); }

    /// From any thread, but one at a time.
    template <typename... Value>
        requires(sizeof...(Value) == (std::is_void_v<T> ? 0 : 1))
    void set_value(Value&&... value) {
        state_->template set<1>(std::forward<Value>(value)...);
    }
    void set_exception(std::exception_ptr thrown) { state_->template set<2>(std::move(thrown)); }

    /// Nobody holds the future any more: what would be set is not wanted.
    bool is_abandoned() const noexcept { return state_->is_abandoned(); }

private:
    void break_if_unset() noexcept {
        if (state_ == nullptr || state_->is_set()) return;
        const std::future_error broken(std::future_errc::broken_promise);
        state_->template set<2>(std::make_exception_ptr(broken));
    }

    std::shared_ptr<FutureState<T>> state_;
};

}  // namespace tined::event
