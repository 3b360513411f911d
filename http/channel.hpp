// One connection's bytes while a request is worked on: its stream, what was received and is not
// used up, and what waits to be sent. Belongs to a busy connection; an idle one has none.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

#include "event/stream.hpp"
#include "event/task.hpp"
#include "http/input.hpp"
#include "http/output.hpp"
#include "http/quick_readers.hpp"

namespace tined::http {

enum class Received : std::uint8_t {
    some,
    nothing,  ///< not now; or, after waiting, not in time
    ended,    ///< the peer sends no more; it may still read
    broken,   ///< the connection is of no use any more
};

class Channel {
public:
    /// `quick` must outlive it.
    Channel(std::size_t capacity, QuickReaders& quick) : quick_(quick), input_(capacity) {}

    /// For the next connection, which keeps `is_quick` for QuickReader. Both buffers are empty.
    void attach(event::Stream& stream, bool& is_quick) noexcept {
        stream_ = &stream;
        is_quick_ = &is_quick;
    }
    void detach() noexcept;

    event::Stream& stream() noexcept { return *stream_; }
    Input& input() noexcept { return input_; }
    Output& output() noexcept { return output_; }

    /// One read(2) into the room that the input has, which must have some. What was consumed and is
    /// not pinned may be overwritten.
    Received receive() noexcept { return receive_into(input_.room()); }
    /// One read(2) that overwrites nothing; `nothing` also if there is no room for that.
    Received receive_behind() noexcept;
    /// The same, but waits for something until `deadline`; past it there is nothing, even if bytes
    /// are there.
    event::Task<Received> receive_until(event::Stream::Time deadline);

    /// Sends all that waits. `silence` is how long the peer may take nothing, as often as it likes.
    event::Task<std::expected<void, event::StreamError>> flush(std::chrono::milliseconds silence);

private:
    event::Task<std::expected<void, event::StreamError>> send_as_taken(
        std::chrono::milliseconds silence);
    Received receive_into(std::span<char> room) noexcept;

    QuickReaders& quick_;
    event::Stream* stream_ = nullptr;
    bool* is_quick_ = nullptr;
    Input input_;
    Output output_;
};

}  // namespace tined::http
