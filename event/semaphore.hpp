// Semaphore: so many coroutines at a time, the others wait for their turn: first come, first
// served. One thread only.
//
// A permit is handed from who releases it to who waits longest; nobody who comes later overtakes.
#pragma once

#include <cassert>
#include <cstddef>
#include <optional>
#include <utility>

#include "event/loop.hpp"
#include "event/waiter.hpp"

namespace tined::event {

class Semaphore {
public:
    explicit Semaphore(std::size_t permits) noexcept : free_(permits) {}
    /// No permit is out, and nobody waits.
    ~Semaphore() { assert(waiting_.is_empty()); }
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    /// Gives the permit back when it goes. An empty one, after a move, has none.
    class [[nodiscard("a permit that is not kept is given back at once")]] Permit {
    public:
        Permit(Permit&& other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
        Permit& operator=(Permit&& other) noexcept {
            if (this == &other) return *this;
            release();
            semaphore_ = std::exchange(other.semaphore_, nullptr);
            return *this;
        }
        ~Permit() { release(); }

        /// Before its time. Does nothing if it is empty.
        void release() noexcept {
            if (semaphore_ != nullptr) std::exchange(semaphore_, nullptr)->give_back();
        }

    private:
        friend class Semaphore;
        explicit Permit(Semaphore& semaphore) noexcept : semaphore_(&semaphore) {}
        Semaphore* semaphore_;
    };

    class [[nodiscard("waits only when awaited")]] Acquiring final : private Waiter {
    public:
        explicit Acquiring(Semaphore& semaphore) : Waiter(Loop::current()), semaphore_(semaphore) {}
        /// Cancelled after a permit was handed to it, it hands it on.
        ~Acquiring() {
            if (has_permit_) semaphore_.give_back();
        }
        bool await_ready() noexcept {
            has_permit_ = semaphore_.take_one();
            return has_permit_;
        }
        void await_suspend(Suspended whom) noexcept {
            semaphore_.waiting_.push(*this);
            suspend(whom);
        }
        Permit await_resume() noexcept {
            has_permit_ = false;
            return Permit(semaphore_);
        }

    private:
        friend class Semaphore;
        Semaphore& semaphore_;
        bool has_permit_ = false;
    };

    /// co_await gives a Permit.
    Acquiring acquire() { return Acquiring(*this); }
    /// Nothing if one would have to wait.
    std::optional<Permit> try_acquire() noexcept {
        if (!take_one()) return std::nullopt;
        return Permit(*this);
    }
    std::size_t available() const noexcept { return free_; }

private:
    // While somebody waits none is free.
    bool take_one() noexcept {
        if (free_ == 0) return false;
        --free_;
        return true;
    }
    void give_back() noexcept {
        Waiter* const waiter = waiting_.pop();
        if (waiter == nullptr) {
            ++free_;
            return;
        }
        static_cast<Acquiring*>(waiter)->has_permit_ = true;
        waiter->loop().make_ready(*waiter);
    }

    WaiterList waiting_;
    std::size_t free_;
};

}  // namespace tined::event
