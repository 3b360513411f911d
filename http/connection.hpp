// One connection of a client, from accept to close.
//
// At rest it is this small struct: a socket that is watched, a deadline, a few counters. When bytes
// come it takes a workspace and serve() is started anew; if all that came can be answered at once,
// serve() ends before on_readable() returns, and the workspace goes back: one read, one write,
// nothing allocated. Else serve() stays suspended, with the workspace, until the connection rests
// again. At most one request is worked on; what is sent meanwhile waits in the workspace, and past
// that in the kernel.
//
// Life: fresh -> busy <-> idle, busy -> lingering; each of them may end at any time. A connection
// that ends asks its owner to destroy it, from within the loop or from
// make_way().
#pragma once

#include <cstdint>
#include <expected>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "event/deadline_queue.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"
#include "http/moving_connection.hpp"
#include "http/peer.hpp"
#include "http/serving.hpp"

namespace tined::http {

class RequestReport;

class Connection final : public event::DeadlineQueue::Entry {
public:
    enum class Phase : std::uint8_t {
        fresh,      ///< nothing was received yet
        busy,       ///< serve() is at work, or suspended
        idle,       ///< all that came is answered, and it is kept
        lingering,  ///< the last answer is sent; what still comes is dropped, so that no reset
                    ///< overtakes the answer
    };

    /// Does nothing before start().
    Connection(Serving& serving, base::Descriptor socket, Peer peer);
    ~Connection();

    /// What came already is answered in here, so that the owner may have to destroy the connection
    /// in here.
    void start();

    /// Instead of start(): goes on with one that was handed over. What is unread is answered in
    /// here as far as it goes, so that the owner may have to destroy the connection in here.
    /// `must_end`: it ends with its next answer, and soon without one, whatever becomes of others.
    [[nodiscard]] bool go_on(std::uint64_t requests, std::string_view unread, bool must_end);

    /// Only at rest, between two of the loop's callbacks; then it is destroyed.
    MovingConnection release(std::string_view unread);

    /// Serving::future is `ended`, or is_full has become true. One at rest gets last_chance_time to
    /// ask something while the server drains; if it is full, a last look for bytes that are there
    /// already. A busy one ends with its answer.
    void make_way();
    /// Serving::future is `ended`, and the server waits no longer for handlers: a request that one
    /// is at (or that has not come whole) is answered 503 by itself; the client has linger_time to
    /// read it. A connection at rest has its last chance; an answer that has begun goes on.
    void give_up();

    Phase phase() const noexcept { return phase_; }

    /// Where the owner keeps it.
    std::list<Connection>::iterator position;

    /// Called by the queues of Serving; ends the connection.
    static void expire(event::DeadlineQueue::Entry& entry, void* context);

private:
    /// What serve() leaves to be done.
    enum class Next : std::uint8_t { rest, linger, close, send_away };
    /// Which of Serving's queues it is in, if it is in one.
    enum class Place : std::uint8_t { elsewhere, idle, heads };
    /// A head, or null if the client went away before it was whole.
    using Head = std::expected<const RequestHead*, Refusal>;

    static void on_readable(void* self);
    static void on_served(void* self) noexcept;
    static void on_handled(void* self) noexcept;

    // Life.
    void enter(Phase phase) noexcept;
    void receive_and_begin();
    void begin(Received received);
    void finish();
    void rest();
    void stay();
    void wait_in(event::DeadlineQueue& queue);
    void linger();
    void drop_received();
    void receive_while_busy();
    void close() { serving_.owner.remove(*this); }

    // serve() and its parts, in the order of their use.
    event::Task<Next> serve(Received received);
    event::Task<Next> take_preamble();
    Head parse_head();
    event::Task<Head> wait_for_head();
    event::Task<Head> receive_head(event::Stream::Time deadline);
    Next refuse_unread(const Refusal& refusal);
    Next refuse(const Refusal& refusal);
    event::Task<Next> answer(const RequestHead& head);
    void begin_request(const RequestHead& head);
    std::optional<Refusal> admit(const RequestHead& head);
    event::Running<Response> ask(Request& request);
    Response take_response(event::Running<Response>& handling);
    Response refuse_status(int status);
    Response answer_without_handler(event::Running<Response>& handling);
    bool has_future() const noexcept {
        return serving_.future == Future::kept ||
               (serving_.future == Future::handed_over && !must_end_);
    }
    bool may_be_sent_away() const noexcept;
    bool may_be_kept(const RequestHead& head, const Response& response) noexcept;
    event::Task<bool> answer_by_stream(event::AsyncGenerator<std::string>& pieces, int status,
                                       std::uint64_t head_bytes, RequestReport& report);
    event::Task<bool> flush();

    // What each request touches is together, and the rest behind it: among thousands of connections
    // each line of it is fetched from far. The destructor sees to the order of their ends.
    Serving& serving_;
    std::uint64_t requests_ = 0;
    Phase phase_ = Phase::fresh;
    bool is_paused_ = false;  // reading is: nobody wants what comes, or has looked yet
    bool is_quick_ = false;   // for QuickReader
    // In one byte: with another one the connection would be 8 larger.
    Place place_ : 2 = Place::elsewhere;
    bool must_end_ : 1 = false;             // with its next answer
    std::uint32_t dropped_ = 0;             // bytes, while lingering
    std::unique_ptr<Workspace> workspace_;  // while busy
    event::Running<Next> served_;           // while busy
    event::Stream stream_;
    Peer peer_;
};

}  // namespace tined::http
