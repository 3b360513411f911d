// Stream: a connected, nonblocking stream socket, as the connection of one peer uses it.
//
// The steady state costs nothing but the calls that move bytes: one Watch for reading is registered
// once and stays. When the socket is readable, the coroutine that waits in readable() is resumed;
// if none waits, the owner's `on_readable` is called. Whoever it is must read, or pause_reading():
// readiness that nobody takes would turn the loop round and round.
//
// So it is for who uses it. For the kernel the watches are edge-triggered: it is asked to look
// again (Watch::restart) only where something may be left. A short read rules bytes out (epoll(7);
// past an urgent byte, that nobody sends, the rest waits until more comes); an end behind them the
// event has told, and a reset is found by the write of an answer, or looked for where there is
// none.
//
// The calls that end in _now try once and never wait. The others wait where those would block, and
// resume the awaiting coroutine from the loop. One coroutine may wait for reading and one for
// writing at the same time. Destroying a waiting coroutine unregisters it; all are gone before the
// stream is. The process ignores SIGPIPE (sendfile(2) has no flag against it).
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "base/descriptor.hpp"
#include "event/loop.hpp"
#include "event/task.hpp"
#include "event/timer.hpp"
#include "event/waiter.hpp"
#include "event/watch.hpp"

namespace tined::event {

/// Why no bytes went through.
enum class StreamError : std::uint8_t {
    would_block,    ///< only from the calls that never wait
    timed_out,      ///< the deadline passed, or the peer took nothing for too long
    broken,         ///< reset, gone, or no memory in the kernel: the connection is of no use
    source_failed,  ///< send_file: the file became shorter or could not be read
};

/// How a wait ended.
enum class Waited : std::uint8_t { ready, timed_out };

class Readable;
class Writable;

class Stream {
public:
    using Time = Loop::Clock::time_point;
    using OnReadable = void (*)(void* context);
    static constexpr Time no_deadline = Time::max();

    /// Takes the socket, which is nonblocking. Nothing is watched until watch_reading(). In
    /// `on_readable` the stream may be destroyed. It does not move.
    Stream(Loop& loop, base::Descriptor socket, OnReadable on_readable, void* context) noexcept;
    /// For who reads by coroutines alone: while none of them waits, it does not watch.
    Stream(Loop& loop, base::Descriptor socket) noexcept;
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    int fd() const noexcept { return socket_.get(); }
    /// Gives the socket away, watched by nobody; the stream is of no use any more. No coroutine
    /// waits for it.
    [[nodiscard]] base::Descriptor release() noexcept;
    Loop& loop() const noexcept { return loop_; }

    /// An epoll_ctl, the first time and after pause_reading(); else nothing. False: the kernel has
    /// no memory for it.
    [[nodiscard]] bool watch_reading() noexcept { return watch_.start(); }
    /// For who reads by calls of his own: nothing is left.
    void note_drained() noexcept { left_ = Left::nothing; }
    /// For when bytes come that nobody wants yet. Until the watch goes on, that the peer resets
    /// the connection is told only by a write.
    void pause_reading() noexcept { watch_.stop(); }

    /// recv(2), which costs a twentieth less than read(2): the bytes read, 0 at the end of what the
    /// peer sends. `into` is not empty.
    std::expected<std::size_t, StreamError> read_now(std::span<char> into) noexcept;
    /// One send(2) or sendmsg(2): the bytes that the kernel took, perhaps not all, at least 1.
    /// With `more` it may keep back the last, incomplete segment for what follows (MSG_MORE).
    std::expected<std::size_t, StreamError> write_now(std::span<const iovec> pieces,
                                                      bool more = false) noexcept;
    /// One sendfile(2) of at most `length` (positive) and at most 4 MiB, so that one fast peer
    /// does not keep the loop.
    std::expected<std::size_t, StreamError> send_file_now(int file, std::uint64_t offset,
                                                          std::uint64_t length) noexcept;

    /// co_await gives Waited. Starts the watch if it is paused; it goes on afterwards.
    Readable readable(Time deadline) noexcept;
    /// co_await gives Waited. Two epoll_ctl.
    Writable writable(Time deadline) noexcept;

    /// As read_now(), but waits for something until `deadline`. Never would_block. After a read
    /// that left room it waits first, as there is hardly more: that saves a recv(2) that says so.
    Task<std::expected<std::size_t, StreamError>> read_some(std::span<char> into, Time deadline);
    /// Writes all. `silence` is how long the peer may take nothing, as often as it likes. The
    /// pieces are consumed: they and what they point to live until the task ends.
    Task<std::expected<void, StreamError>> write_all(std::span<iovec> pieces,
                                                     Loop::Clock::duration silence,
                                                     bool more = false);
    /// One piece as write_all() does it; it stays where it is until the task ends.
    Task<std::expected<void, StreamError>> write(std::string_view text,
                                                 Loop::Clock::duration silence);
    /// As write_all(). The file stays open until the task ends; its offset is not touched.
    Task<std::expected<void, StreamError>> send_file(int file, std::uint64_t offset,
                                                     std::uint64_t length,
                                                     Loop::Clock::duration silence);
    /// What both wait in, for who writes in a way of his own: until there is room again, or the
    /// peer has taken nothing for `silence`. `room` is of this stream, and used for all waits of
    /// one matter.
    Task<Waited> wait_for_room(Writable& room, Loop::Clock::duration silence);

private:
    friend class Readable;
    friend class Writable;

    /// What there may be that was not read, of what the last event told.
    enum class Left : std::uint8_t { nothing, reset, bytes_or_end };

    static void on_event(int fd, short what, void* self) noexcept;
    void on_ready();
    Left left_by_read(std::size_t got, std::size_t room) const noexcept;
    bool is_drained() const noexcept;
    /// A write would have failed.
    void note_not_reset() noexcept {
        if (left_ == Left::reset) left_ = Left::nothing;
    }
    std::size_t unsent() const noexcept;

    Loop& loop_;
    OnReadable on_readable_;
    void* context_;
    Readable* reader_ = nullptr;
    base::Descriptor socket_;
    bool seems_drained_ = false;  // by read_some(), since it was last readable
    bool has_ended_ = false;      // the peer sends no more
    Left left_ = Left::bytes_or_end;
    bool may_have_room_ = true;  // the last write was not ended by want of it
    Watch watch_;
};

/// What both waits have: a coroutine, a deadline, and how it ended. Lives in the coroutine's frame.
class Wait : private Waiter {
public:
    bool await_ready() const noexcept { return false; }
    Waited await_resume() const noexcept { return outcome_; }

protected:
    Wait(Loop& loop, Stream::Time deadline, Callback on_late, void* self) noexcept;
    ~Wait() = default;

    void suspend(Suspended whom);
    void resume(Waited outcome);
    void set_deadline(Stream::Time deadline) noexcept { deadline_ = deadline; }

private:
    Stream::Time deadline_;
    Timer timer_;
    Waited outcome_ = Waited::ready;
};

class Readable final : public Wait {
public:
    Readable(Stream& stream, Stream::Time deadline) noexcept;
    ~Readable();
    void await_suspend(Suspended whom);

private:
    friend class Stream;
    void on_ready() { end(Waited::ready); }
    void on_late() { end(Waited::timed_out); }
    void end(Waited outcome);

    Stream& stream_;
};

/// Awaited again (set_deadline() before) after a write that came short it costs no epoll_ctl: its
/// watch lasts as long as it does. Else, and always after sendfile(2), which may come short for
/// other reasons than want of room, it costs two. In between, the coroutine must not wait for
/// anything else.
class Writable final : public Wait {
public:
    Writable(Stream& stream, Stream::Time deadline) noexcept;
    using Wait::set_deadline;
    void await_suspend(Suspended whom);

private:
    void on_ready();
    void on_late() { resume(Waited::timed_out); }

    Stream& stream_;
    Watch watch_;
};

}  // namespace tined::event
