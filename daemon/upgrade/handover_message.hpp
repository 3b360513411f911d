// What two workers say to each other while one hands its connections to the other: packets on a
// SOCK_SEQPACKET pair, at most `largest_message` bytes, native byte order (both are processes of
// one machine, though perhaps of two versions of tined).
//
//     sender                                          receiver
//     offer: up to 64 connections, descriptors  ->
//                                               <-    taken: which of them it has now
//     ... the next offer only after that ...
//     done: there are no more                   ->
//
// A connection belongs to the receiver as soon as `taken` is in the sender's queue, and to the
// sender until then. So that both always agree, a sender that will not wait any longer says
// `withdrawn`, shuts its end down, and only then looks whether `taken` came: after it none can.
// A receiver that cannot say `taken` finds `withdrawn`, and forgets the offer; or the end of a
// sender that died, and keeps it.
//
// Every packet begins with four bytes that name the protocol, its version and its kind. Reading is
// strict: what is not exactly a message of this version is unreadable, and is forgotten whole; the
// receiver ends the pair then, and the sender keeps all that it offered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <variant>
#include <vector>

#include "http/moving_connection.hpp"

namespace tined::daemon {

struct Offer {
    static constexpr std::size_t most = 64;

    /// Those that came with their descriptors, the first ones: at RLIMIT_NOFILE the kernel drops
    /// the rest silently.
    std::vector<http::MovingConnection> connections;
};
struct Taken {
    std::uint64_t which = 0;  ///< bit i: the offer's connection i
};
struct Withdrawn {};
struct Done {};
using HandoverMessage = std::variant<Offer, Taken, Withdrawn, Done>;

/// Why no message was read.
enum class Unread : std::uint8_t {
    nothing_yet,      ///< the other end has said nothing more so far
    gone,             ///< it is closed or shut down; nothing more will come
    unknown_version,  ///< another version of tined, which says it differently
    malformed,
};

/// Why no message was sent. It is sent whole or not at all.
enum class Unsent : std::uint8_t {
    no_room,  ///< try again when the end is writable
    gone,     ///< the other end is closed or shut down
    refused,  ///< by the kernel: too large for its buffers, or too many descriptors on their way
};

inline constexpr std::size_t largest_message = 64 * 1024;
/// What one connection adds to an offer at most: one is full when this might not fit any more.
inline constexpr std::size_t largest_record = http::MovingConnection::most_unread + 1024;
/// What this one adds.
std::size_t encoded_size(const http::MovingConnection& connection) noexcept;

/// The bytes of an offer; `connections` are 1 to Offer::most.
std::vector<char> encode(std::span<const http::MovingConnection> connections);

/// None of these waits. `end` is nonblocking. The descriptors stay the caller's as well.
std::expected<void, Unsent> send_offer(int end, std::span<const char> encoded,
                                       std::span<const http::MovingConnection> connections);
std::expected<void, Unsent> send(int end, Taken taken);
std::expected<void, Unsent> send(int end, Withdrawn withdrawn);
std::expected<void, Unsent> send(int end, Done done);

/// Never waits. Descriptors of what is unreadable are closed.
std::expected<HandoverMessage, Unread> receive_handover(int end);

}  // namespace tined::daemon
