// Writes whole lines to where a log goes and never waits for whoever reads them: a terminal stopped
// by ^S, a pipe that nobody empties or a full disk must not stop a loop.
//
// How. O_NONBLOCK belongs to the open file description, which is shared with the shell and all
// that it started, so it must not be set there. The kernel gives this process a description of its
// own when a pipe or terminal is opened again by /proc/self/fd/N, and that one does not block.
// Sockets (systemd's journal) are written to by send(2) with MSG_DONTWAIT. A regular file is
// written to as it is: a new description would have an offset of its own. Where opening again is
// refused (a pipe that belongs to another user), poll(2) is asked before each write of at most
// PIPE_BUF bytes; that could wait only if another writer fills the pipe in between.
//
// Lines that do not go at once are queued up to `most_queued`; past it they are dropped and
// counted, as are those that can't be written at all (the reader is gone, the disk is full). No
// more than PIPE_BUF bytes of whole lines go to a pipe in one write, which makes them atomic: lines
// of several processes do not run into each other. The journal and syslog get a datagram a line.
//
// Any thread may write. A fork while another thread writes is not allowed (the master has none).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/descriptor.hpp"
#include "daemon/logs/log_destination.hpp"

namespace tined::daemon {

class LineOutput {
public:
    static constexpr std::size_t most_queued = 256 * 1024;  ///< bytes

    /// Lines of the log may come with their level before them; those of an access log are the
    /// clients' words, in which nothing is looked for.
    enum class Contents { log, access };

    explicit LineOutput(LogDestination destination, Contents contents = Contents::log);
    /// To a descriptor that the caller keeps open; the lines are a log's.
    explicit LineOutput(int fd) : LineOutput(LogDestination(fd)) {}
    LineOutput(const LineOutput&) = delete;
    LineOutput& operator=(const LineOutput&) = delete;

    /// From now on to there, what is queued included. A line of which half is written stays half in
    /// the old place and comes whole to the new one. To the same standard stream only the Wire
    /// changes.
    void aim(LogDestination destination);

    /// Takes one line or more, each ended by a line feed. When there is no room for all of them
    /// none is taken, and all are counted as dropped.
    void write(std::string_view lines) noexcept;
    /// Takes lines only if they can be written at once and whole; they are never counted as
    /// dropped.
    bool try_write(std::string_view lines) noexcept;
    /// Tries to write what is queued; true if nothing is left.
    bool flush() noexcept;
    /// The same, waiting for the reader up to `patience` in all: for a process that ends.
    void finish(std::chrono::milliseconds patience) noexcept;
    /// Forgets what is queued: for a forked child, whose parent will write it.
    void forget() noexcept;

    /// Lines dropped since this was last asked.
    std::uint64_t take_dropped() noexcept;
    /// Why the last of them were: an errno; 0: nobody read them, and the queue was full.
    int why_dropped() const noexcept;
    /// Whether the last write failed: no line has gone since.
    bool is_failing() const noexcept;
    bool is_pending() const noexcept;
    /// To wait for, until it is writable, while something is pending.
    int fd() const noexcept { return own_ ? own_.get() : destination_.fd(); }
    /// Whether lines come with their level before them (LogDestination::Wire).
    bool has_level() const noexcept { return destination_.has_level(); }

    /// In a worker: what the journal is told of lines that do not say it themselves, an access
    /// log's.
    void set_slot(std::string slot) noexcept { slot_ = std::move(slot); }

    /// For the master: where a daemon that took the lines was started anew, connects to it again.
    void mend() noexcept;

private:
    enum class Kind { file, socket, stream, datagrams };  // stream: a pipe or a terminal

    void open_again();
    bool flush_locked() noexcept;
    void take(std::string_view lines) noexcept;
    void drop_all(int error) noexcept;
    std::size_t piece_size() const noexcept;
    long write_piece(std::size_t size) noexcept;
    long write_record(std::size_t size) noexcept;

    LogDestination destination_;
    Contents contents_;
    std::string slot_;
    base::Descriptor own_;  // a description of this process's own, where one can be had
    Kind kind_ = Kind::stream;
    mutable std::mutex mutex_;
    std::string queue_;
    std::size_t sent_ = 0;  // bytes of queue_ that are written already
    bool is_torn_ = false;  // the last that was written is the first half of a line
    bool is_failing_ = false;
    int why_dropped_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace tined::daemon
