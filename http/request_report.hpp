// Sees to it that the observer hears of each request exactly twice: when it starts and when it is
// over, however it ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "event/loop.hpp"
#include "http/observer.hpp"
#include "http/request.hpp"

namespace tined::http {

class RequestReport {
public:
    using Clock = event::Loop::Clock;

    /// Tells of the start. All must outlive it; `started` is when the head was whole.
    RequestReport(Observer& observer, std::string_view peer, const RequestParts& parts,
                  Clock::time_point started);
    /// If there was no finish(): the handler was given up, because the client went away or the
    /// worker stops.
    ~RequestReport();
    RequestReport(const RequestReport&) = delete;
    RequestReport& operator=(const RequestReport&) = delete;

    std::chrono::nanoseconds duration() const noexcept { return Clock::now() - started_; }
    /// Once. `sent` of the answer's bytes, `body` of them the body's, were sent, or handed over for
    /// sending.
    void finish(int status, std::uint64_t sent, std::uint64_t body, bool is_cut_short,
                std::chrono::nanoseconds took);

private:
    Observer& observer_;
    std::string_view peer_;
    const RequestParts& parts_;
    Clock::time_point started_;
    bool is_told_ = false;
};

}  // namespace tined::http
