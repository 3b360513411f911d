// How much of an answer waits in the kernel for a client (TCP_NOTSENT_LOWAT, tcp(7)).
//
// Little for most: a client that takes little would else have megabytes of a large file there, and
// a few thousand of them all of the kernel's memory. But who takes much and quickly costs half as
// much if the kernel is given megabytes at a time, instead of being woken for each piece; so a few
// of those may have more, for as long as they are quick: and with the next answer on the same
// connection from its start. A socket that is not TCP has neither
// bound, and is none the worse for being asked.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "event/loop.hpp"

namespace tined::http {

/// The places of one server. They outlive who has one.
class QuickReaders {
public:
    static constexpr int unsent_of_all = 256 * 1024;         ///< bytes; set on listening sockets
    static constexpr int unsent_of_quick = 4 * 1024 * 1024;  ///< bytes
    static constexpr std::size_t places = 64;                ///< at once, in one worker
    static constexpr int quick_waits = 2;                    ///< one after the other
    static constexpr std::chrono::milliseconds quick_wait{100};  ///< for room, at most

    std::size_t taken() const noexcept { return taken_; }

private:
    friend class QuickReader;
    std::size_t taken_ = 0;
};

/// One client, while one answer is sent to him. Gives his place back when it is destroyed, while
/// the socket is open still.
class QuickReader {
public:
    /// `is_known` is kept by the connection from answer to answer, false at first: whether he was
    /// quick when the last one ended. If so he has a place at once, if one is free.
    QuickReader(QuickReaders& all, int socket, bool& is_known) noexcept
        : all_(all), socket_(socket), is_known_(is_known) {
        if (is_known) take();
    }
    ~QuickReader() { give_back(); }
    QuickReader(const QuickReader&) = delete;
    QuickReader& operator=(const QuickReader&) = delete;

    bool has_place() const noexcept { return has_place_; }

    /// He had no room, and has some after so long.
    void waited(event::Loop::Clock::duration for_room) noexcept;

private:
    void take() noexcept;
    void give_back() noexcept;

    QuickReaders& all_;
    int socket_;
    bool& is_known_;
    int quick_waits_ = 0;
    bool has_place_ = false;
};

}  // namespace tined::http
