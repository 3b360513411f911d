// The master's loop: poll(2) over the descriptors and the times that the master's parts have
// registered. No thread, no libevent: nothing here is shared with a forked child but what
// close_watched() closes there.
//
// A part registers a callback and keeps the Registration; when that goes, the callback is not
// called again, even if it was due in this round already. Callbacks may register and end anything,
// themselves included. Nothing in them waits.
#pragma once

#include <poll.h>

#include <chrono>
#include <functional>
#include <list>
#include <optional>
#include <utility>

namespace tined::daemon {

class MasterLoop {
    struct Entry;

public:
    using Clock = std::chrono::steady_clock;
    using Callback = std::function<void()>;

    /// Ends what it stands for when it goes. Move-only; the loop must outlive it.
    class Registration {
    public:
        Registration() noexcept = default;
        Registration(Registration&& other) noexcept
            : entry_(std::exchange(other.entry_, nullptr)) {}
        Registration& operator=(Registration&& other) noexcept {
            if (this != &other) {
                reset();
                entry_ = std::exchange(other.entry_, nullptr);
            }
            return *this;
        }
        ~Registration() { reset(); }

        void reset() noexcept;
        /// Whether it will be called (again).
        explicit operator bool() const noexcept;

    private:
        friend class MasterLoop;
        explicit Registration(Entry* entry) noexcept : entry_(entry) {}

        Entry* entry_ = nullptr;
    };

    /// What becomes of a watched descriptor in a forked child.
    enum class InChild { is_closed, is_kept };

    MasterLoop() = default;
    MasterLoop(const MasterLoop&) = delete;
    MasterLoop& operator=(const MasterLoop&) = delete;

    /// Calls back in each round in which `fd` has one of `events` (POLLIN, POLLOUT), or an error
    /// or hang-up, which the next call on it tells. `fd` stays the caller's, who ends the
    /// registration before he closes it.
    [[nodiscard]] Registration watch(int fd, short events, Callback callback,
                                     InChild in_child = InChild::is_closed);
    /// Calls back once, at `when` or in the first round after it.
    [[nodiscard]] Registration at(Clock::time_point when, Callback callback);
    [[nodiscard]] Registration after(Clock::duration delay, Callback callback) {
        return at(Clock::now() + delay, std::move(callback));
    }
    /// Calls back every `period`, first in one period from now; rounds that were missed are not
    /// made up for.
    [[nodiscard]] Registration every(Clock::duration period, Callback callback);

    /// One round: waits until something is ready or due, and calls back all that is. A signal that
    /// interrupts the wait ends the round.
    void run_once();

    /// In a forked child, which shall not hold what is the master's: closes the descriptors that
    /// are watched and not to be kept. The child uses the loop no more, and ends without
    /// destructors: the owners of those descriptors do not know that they are closed.
    void close_watched() noexcept;

private:
    struct Entry {
        Callback callback;
        int fd = -1;
        short events = 0;
        InChild in_child = InChild::is_closed;
        std::optional<Clock::time_point> due;
        Clock::duration period{0};  // 0: once
        bool is_ended = false;      // its Registration is gone, or it was to be called once
        bool is_owned = true;       // its Registration is there
    };

    Registration add(Entry entry);
    int patience() const;
    void call_due();
    void sweep() noexcept;

    std::list<Entry> entries_;
};

}  // namespace tined::daemon
