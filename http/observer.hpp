// What a worker's connections tell of themselves: the access log, the scoreboard and the error log
// hang here. http itself logs nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/request_table.hpp"
#include "http/request_head.hpp"
#include "http/requester.hpp"

namespace tined::http {

/// One answer, when it is done. All views are good during the call only.
struct AccessRecord {
    std::string_view id;      ///< 16 hexadecimal digits
    std::string_view peer;    ///< the address of the connection's other end, or "unix"
    const Requester& client;  ///< whom a trusted proxy says it is; else the peer
    /// Of a head that was refused, what was read of it; the rest is empty.
    const RequestHead& head;
    int status = 0;
    /// Head and body as they were sent. A small answer is told when it is handed over for sending:
    /// what then fails is not known here. A large one is told after.
    std::uint64_t bytes = 0;
    std::uint64_t body_bytes = 0;  ///< of them those of the body
    bool is_cut_short = false;     ///< the client went away before the end of it
    std::chrono::system_clock::time_point received;
    std::chrono::nanoseconds duration{0};  ///< 0 if nobody wants_durations()
};

/// Called within the loop, by the connection at work: must neither block nor throw.
class Observer {
public:
    virtual ~Observer() = default;

    virtual void on_connection_opened() = 0;
    virtual void on_connection_closed() = 0;
    /// One was handed over by another server, or is on its way to one: not opened, not closed.
    virtual void on_connection_came() = 0;
    virtual void on_connection_left() = 0;
    /// A head is whole and its handler is about to be asked.
    virtual void on_request_started(std::string_view id, const RequestHead& head) = 0;
    /// Once for each on_request_started(), and for each request that was refused before it. Status
    /// 0: the client went away, or the worker had to stop, before there was an answer.
    virtual void on_request_finished(const AccessRecord& record) = 0;
    /// The service threw, or answered with what is no status; the client got a plain 500.
    virtual void on_service_failure(std::string_view id, std::string_view what) = 0;
    /// No descriptor is left; accepting pauses. Told once until it goes on.
    virtual void on_descriptors_exhausted() = 0;

    /// Whether AccessRecord::duration is looked at: to know it costs a look at the clock for each
    /// request, 17 ns of 500. Asked once, when serving begins.
    virtual bool wants_durations() const noexcept { return true; }

    /// Where the requests are shown that are worked on; null: nowhere. Asked once, when serving
    /// begins; outlives it.
    virtual base::RequestTable* requests() noexcept { return nullptr; }
};

}  // namespace tined::http
