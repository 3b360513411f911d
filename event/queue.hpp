// Queue<T>: values go from coroutines to coroutines, first in, first out; who waits longest is
// served first. Full, it lets those wait that push; empty, those that pop. One thread only.
#pragma once

#include <cassert>
#include <cstddef>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

#include "event/loop.hpp"
#include "event/waiter.hpp"

namespace tined::event {

template <typename T>
class Queue {
public:
    static constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

    /// Holds `most` (at least 1) values.
    explicit Queue(std::size_t most = no_limit) noexcept : most_(most) { assert(most > 0); }
    /// Nobody waits.
    ~Queue() { assert(pushing_.is_empty() && popping_.is_empty()); }
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    class Pushing;
    class Popping;

    /// co_await gives true, or false if the queue is closed, or was while it waited: then the value
    /// is lost. Cancelled, it was not pushed.
    [[nodiscard("pushes only when awaited")]] Pushing push(T value) {
        return Pushing(*this, std::move(value));
    }
    /// False if it is full or closed; then `value` is left as it was.
    bool try_push(T&& value) {
        if (is_closed_ || (size() >= most_ && popping_.is_empty())) return false;
        put(std::move(value));
        return true;
    }
    /// co_await gives the next value, or nothing once the queue is closed and empty. One that was
    /// handed over to a coroutine which then is cancelled goes to the next one, or to the front.
    [[nodiscard("pops only when awaited")]] Popping pop() { return Popping(*this); }
    std::optional<T> try_pop() {
        if (values_.empty()) return std::nullopt;
        std::optional<T> value(std::move(values_.front()));
        values_.pop_front();
        admit_next();
        return value;
    }

    /// Nothing can be pushed any more; what is in it can be popped still. Who waits goes on.
    void close() noexcept {
        is_closed_ = true;
        wake_all(pushing_);
        wake_all(popping_);
    }
    bool is_closed() const noexcept { return is_closed_; }
    std::size_t size() const noexcept { return values_.size(); }
    bool is_empty() const noexcept { return values_.empty(); }

private:
    static void wake_all(WaiterList& list) noexcept {
        while (Waiter* const waiter = list.pop()) waiter->loop().make_ready(*waiter);
    }

    // While somebody waits to pop there is nothing in it.
    void put(T value) {
        if (Waiter* const waiter = popping_.pop()) {
            static_cast<Popping*>(waiter)->value_.emplace(std::move(value));
            waiter->loop().make_ready(*waiter);
        } else {
            values_.push_back(std::move(value));
        }
    }
    void put_back(T value) {
        if (!popping_.is_empty()) return put(std::move(value));
        values_.push_front(std::move(value));
    }
    // There is room for one more.
    void admit_next() {
        Waiter* const waiter = pushing_.pop();
        if (waiter == nullptr) return;
        auto& pushing = *static_cast<Pushing*>(waiter);
        values_.push_back(std::move(pushing.value_));
        pushing.is_in_ = true;
        waiter->loop().make_ready(*waiter);
    }

    std::size_t most_;
    std::deque<T> values_;
    WaiterList pushing_;
    WaiterList popping_;
    bool is_closed_ = false;
};

template <typename T>
class Queue<T>::Pushing final : private Waiter {
public:
    Pushing(Queue& queue, T value)
        : Waiter(Loop::current()), queue_(queue), value_(std::move(value)) {}
    bool await_ready() {
        is_in_ = queue_.try_push(std::move(value_));
        return is_in_ || queue_.is_closed_;
    }
    void await_suspend(Suspended whom) noexcept {
        queue_.pushing_.push(*this);
        suspend(whom);
    }
    bool await_resume() const noexcept { return is_in_; }

private:
    friend class Queue;
    Queue& queue_;
    T value_;
    bool is_in_ = false;
};

template <typename T>
class Queue<T>::Popping final : private Waiter {
public:
    explicit Popping(Queue& queue) : Waiter(Loop::current()), queue_(queue) {}
    ~Popping() {
        if (value_) queue_.put_back(std::move(*value_));
    }
    bool await_ready() {
        value_ = queue_.try_pop();
        return value_ || queue_.is_closed_;
    }
    void await_suspend(Suspended whom) noexcept {
        queue_.popping_.push(*this);
        suspend(whom);
    }
    std::optional<T> await_resume() { return std::exchange(value_, std::nullopt); }

private:
    friend class Queue;
    Queue& queue_;
    std::optional<T> value_;
};

}  // namespace tined::event
