// The body of the request that a connection is at: taken from the received bytes as the head frames
// it, under the limits of size, silence and rate.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "event/loop.hpp"
#include "event/task.hpp"
#include "http/body.hpp"
#include "http/channel.hpp"
#include "http/chunked.hpp"
#include "http/limits.hpp"
#include "http/request_head.hpp"
#include "http/spool.hpp"

namespace tined::http {

/// Limits::body_rate: how long a body may come as slowly as it likes.
inline constexpr std::chrono::seconds body_rate_grace{10};

/// Whether `received` bytes are too few for the time that was spent waiting for them.
bool is_too_slow(std::uint64_t received, std::chrono::nanoseconds waited,
                 std::uint64_t least_a_second) noexcept;

class BodyReader final : public Body {
public:
    /// All must outlive the reader. `spool_folder` is where large bodies go.
    BodyReader(const Limits& limits, const std::string& spool_folder, Channel& channel) noexcept
        : limits_(limits), spool_folder_(spool_folder), channel_(channel) {}

    /// Starts over with the next request. Its head is consumed from the channel's input already and
    /// pinned there.
    void begin(const RequestHead& head) noexcept;
    /// Lets go of what was collected.
    void end() noexcept;

    void set_limit(std::uint64_t bytes) noexcept override { limit_ = bytes; }
    /// Not to be mixed with collect(): after one, the other throws std::logic_error.
    event::Task<std::expected<std::string_view, BodyError>> read() override;
    event::Task<std::expected<std::string_view, BodyError>> collect() override;
    bool is_collected() const noexcept override { return is_empty() || is_collected_; }
    std::string_view collected() const noexcept override { return collected_; }
    bool is_empty() const noexcept override { return framing_ == Framing::none; }
    std::string_view why_no_space() const noexcept override { return why_no_space_; }

    /// True when the last byte of the body, its framing included, has been taken.
    bool is_finished() const noexcept { return is_finished_; }
    /// The handler has answered: takes what has been received of the rest, and forgets it. True if
    /// the next request begins behind it, or will once `most` bytes or fewer have come.
    bool can_be_drained(std::uint64_t most) noexcept;
    /// Waits for that rest. False if it has not come by `deadline`.
    event::Task<bool> drain(event::Stream::Time deadline);

private:
    using Piece = std::expected<std::string_view, BodyError>;

    Piece fail(BodyError error) noexcept;
    std::unexpected<BodyError> no_space(const base::SystemError& error);
    Piece take_received();
    Piece take_of_length() noexcept;
    Piece take_of_chunks();
    event::Task<Piece> next_piece();
    event::Task<std::expected<void, BodyError>> wait_for_more();
    event::Task<Piece> gather();
    std::expected<void, BodyError> keep(std::string_view piece);
    bool is_all_received() const noexcept;

    const Limits& limits_;
    const std::string& spool_folder_;
    Channel& channel_;

    Framing framing_ = Framing::none;
    bool is_finished_ = true;
    bool is_collected_ = false;
    bool is_begun_ = false;           // a piece was asked for
    bool owes_continue_ = false;      // the client waits for 100 Continue
    std::optional<BodyError> error_;  // what ended it; asked again it says the same
    std::uint64_t limit_ = 0;
    std::uint64_t length_ = 0;    // as announced, where framing_ is length
    std::uint64_t received_ = 0;  // of the content
    std::chrono::nanoseconds waited_{0};
    ChunkedDecoder chunks_;

    std::string memory_;
    std::optional<SpoolFile> spool_;
    std::string why_no_space_;
    std::string_view collected_;  // of the input, memory_ or spool_
};

}  // namespace tined::http
