// How long a slot waits before its dead worker is replaced: not at all the first time, then longer
// and longer while its workers die young. One that lived long enough makes all forgotten: a crash
// once a day is met by an immediate restart, for as many years as it likes.
#pragma once

#include <chrono>

namespace tined::daemon {

class Backoff {
public:
    using Duration = std::chrono::milliseconds;
    /// A worker that lived so long was healthy.
    static constexpr std::chrono::seconds healthy_after{10};

    /// `first` is the delay before the second restart; it doubles up to `most`.
    Backoff(Duration first, Duration most) noexcept : first_(first), most_(most) {}

    /// A worker died after `uptime`: how long to wait before the next is started.
    Duration after_death(std::chrono::nanoseconds uptime) noexcept;

private:
    Duration first_;
    Duration most_;
    Duration next_{0};
};

}  // namespace tined::daemon
