// Writes whole lines to standard output or standard error and never waits for whoever reads them:
// a terminal stopped by ^S, or a pipe that nobody empties, must not stop a loop.
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
// counted. No more than PIPE_BUF bytes of whole lines go to a pipe in one write, which makes
// them atomic: lines of several processes do not run into each other.
//
// Any thread may write. A fork while another thread writes is not allowed (the master has none).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace tined::daemon {

class LineOutput {
public:
    static constexpr std::size_t most_queued = 256 * 1024;  ///< bytes

    /// Opens `fd`, which the caller keeps open, again if that is possible.
    explicit LineOutput(int fd);
    LineOutput(const LineOutput&) = delete;
    LineOutput& operator=(const LineOutput&) = delete;

    /// Takes one line or more, each ended by a line feed. When there is no room for all of them
    /// none is taken, and all are counted as dropped.
    void write(std::string_view lines) noexcept;
    /// Tries to write what is queued; true if nothing is left.
    bool flush() noexcept;
    /// The same, waiting for the reader up to `patience` in all: for a process that ends.
    void finish(std::chrono::milliseconds patience) noexcept;
    /// Forgets what is queued: for a forked child, whose parent will write it.
    void forget() noexcept;

    /// Lines dropped since this was last asked.
    std::uint64_t take_dropped() noexcept;
    bool is_pending() const noexcept;
    /// To wait for, until it is writable, while something is pending.
    int fd() const noexcept { return own_ ? own_.get() : shared_; }

private:
    enum class Kind { file, socket, stream };  // stream: a pipe or a terminal

    bool flush_locked() noexcept;
    std::size_t piece_size() const noexcept;
    long write_piece(std::size_t size) noexcept;

    int shared_;
    base::Descriptor own_;
    Kind kind_ = Kind::stream;
    mutable std::mutex mutex_;
    std::string queue_;
    std::size_t sent_ = 0;  // bytes of queue_ that are written already
    std::uint64_t dropped_ = 0;
};

}  // namespace tined::daemon
