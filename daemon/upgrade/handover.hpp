// Connections that move from one worker to another, so that their clients notice nothing: a
// ConnectionSender in the worker that retires, a ConnectionReceiver in the one that goes on, and
// between them a SOCK_SEQPACKET pair of nonblocking sockets (what is said there, and who owns a
// connection when: handover_message.hpp).
//
// Each lives in its worker's loop, never waits, and tells its owner once, from the loop, how it
// ended; only then, or at any other time but not from within the server, the owner destroys it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/upgrade/handover_message.hpp"
#include "event/loop.hpp"
#include "event/timer.hpp"
#include "event/watch.hpp"
#include "http/server.hpp"

namespace tined::daemon {

/// How a hand-over ended, for one of the two.
enum class HandoverEnd : std::uint8_t {
    done,             ///< no connection is left at the sender
    peer_gone,        ///< the other worker ended or gave up before that
    peer_silent,      ///< sender: an offer was not answered in time
    unknown_version,  ///< the other worker says what only another version of tined understands
    malformed,        ///< or what nobody understands
    refused,          ///< by the kernel: no memory, no descriptors, buffers that are too small
};
/// For a line of the log: "the other worker is gone".
const char* describe(HandoverEnd end) noexcept;

/// Gives away what rests at `server`, at once, and what is busy as soon as it rests.
///
/// One offer is on its way at a time, of at most Offer::most connections; they are watched by
/// nobody until the other worker says which of them it has taken. Those it has not come back to
/// `server` and end with their next answer (Server::take_back); they are not offered again.
/// However it ends, `server` then has all that nobody took, and serves it as one that accepts
/// no more would: the owner gives it to another sender, or drains it.
class ConnectionSender {
public:
    /// How long the other worker may take to answer an offer.
    static constexpr std::chrono::milliseconds usual_patience{2000};

    /// `server` stops accepting (Server::hand_over). `loop` and `server` outlive it.
    /// `on_ended` may be called once, never from in here; it may destroy the sender.
    ConnectionSender(event::Loop& loop, http::Server& server, base::Descriptor end,
                     std::function<void(HandoverEnd)> on_ended,
                     std::chrono::milliseconds patience = usual_patience);
    /// Takes back what is on its way, if it has not ended yet.
    ~ConnectionSender();
    ConnectionSender(const ConnectionSender&) = delete;
    ConnectionSender& operator=(const ConnectionSender&) = delete;

private:
    void go_on();
    void fill_offer();
    void send_offer();
    void say_done();
    void on_readable();
    void on_silence();
    void settle(Taken taken);
    void withdraw();
    void close();
    void stop(HandoverEnd why);

    http::Server& server_;
    std::function<void(HandoverEnd)> on_ended_;
    base::Descriptor end_;
    std::vector<http::MovingConnection> offer_;  // on its way, or waiting for room
    std::vector<char> encoded_;                  // the offer, while it waits for room
    event::Watch readable_;
    event::Watch writable_;
    event::Timer next_;     // started when there is something to do
    event::Timer silence_;  // started while there is an offer
    std::chrono::milliseconds patience_;
};

/// Takes what the other worker offers, as long as `server` has places for it. One offer each time
/// that the loop comes round.
class ConnectionReceiver {
public:
    /// `loop` and `server` outlive it. `on_ended` may be called once, never from in here; it may
    /// destroy the receiver.
    ConnectionReceiver(event::Loop& loop, http::Server& server, base::Descriptor end,
                       std::function<void(HandoverEnd)> on_ended);
    ConnectionReceiver(const ConnectionReceiver&) = delete;
    ConnectionReceiver& operator=(const ConnectionReceiver&) = delete;

private:
    void begin();
    void on_readable();
    void take(Offer offer);
    bool was_withdrawn() const;
    void stop(HandoverEnd why);

    http::Server& server_;
    std::function<void(HandoverEnd)> on_ended_;
    base::Descriptor end_;
    event::Watch readable_;
    event::Timer begin_;
};

}  // namespace tined::daemon
