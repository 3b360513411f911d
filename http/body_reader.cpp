#include "http/body_reader.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tined::http {

namespace {

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

bool is_too_slow(std::uint64_t received, std::chrono::nanoseconds waited,
                 std::uint64_t least_a_second) noexcept {
    if (waited < body_rate_grace) return false;
    const auto seconds = std::chrono::duration<double>(waited).count();
    return static_cast<double>(received) < static_cast<double>(least_a_second) * seconds;
}

void BodyReader::begin(const RequestHead& head) noexcept {
    framing_ = head.framing;
    is_finished_ = head.framing == Framing::none;
    is_collected_ = false;
    is_begun_ = false;
    owes_continue_ = head.expects_continue && !is_finished_ && head.version == Version::http_1_1;
    error_.reset();
    limit_ = limits_.body_size;
    if (is_finished_) return;
    length_ = head.content_length;
    received_ = 0;
    waited_ = {};
    chunks_ = {};
}

void BodyReader::end() noexcept {
    is_collected_ = false;
    collected_ = {};
    spool_.reset();
    memory_.clear();
}

event::Task<BodyReader::Piece> BodyReader::read() {
    if (is_collected_) throw std::logic_error("a body is read after it was collected");
    auto piece = co_await next_piece();
    co_return piece;
}

event::Task<BodyReader::Piece> BodyReader::collect() {
    if (is_collected()) co_return collected_;
    if (error_) co_return std::unexpected(*error_);
    if (is_begun_) throw std::logic_error("a body is collected after it was read");
    auto all = co_await gather();
    if (!all) co_return fail(all.error());
    collected_ = *all;
    is_collected_ = true;
    co_return collected_;
}

event::Task<BodyReader::Piece> BodyReader::gather() {
    if (is_all_received() && length_ <= limit_) {
        Piece all = take_received();
        channel_.input().pin();  // it stays where it is, beside the head
        co_return all;
    }
    for (;;) {
        Piece piece = co_await next_piece();
        if (!piece) co_return piece;
        if (piece->empty()) break;
        const auto kept = keep(*piece);
        if (!kept) co_return std::unexpected(kept.error());
    }
    if (!spool_) co_return std::string_view(memory_);
    const auto mapped = spool_->map();
    if (!mapped) co_return no_space(mapped.error());
    co_return *mapped;
}

bool BodyReader::is_all_received() const noexcept {
    return framing_ == Framing::length && channel_.input().unread().size() >= length_;
}

std::expected<void, BodyError> BodyReader::keep(std::string_view piece) {
    if (!spool_ && memory_.size() + piece.size() <= body_in_memory) {
        memory_.append(piece);
        return {};
    }
    if (!spool_) {
        auto made = SpoolFile::make(spool_folder_);
        if (!made) return no_space(made.error());
        spool_.emplace(std::move(*made));
        if (const auto kept = spool_->append(memory_); !kept) return no_space(kept.error());
        memory_.clear();
    }
    if (const auto kept = spool_->append(piece); !kept) return no_space(kept.error());
    return {};
}

event::Task<BodyReader::Piece> BodyReader::next_piece() {
    is_begun_ = true;
    if (error_) co_return std::unexpected(*error_);
    // Told before a byte is read, and before the client is asked to send one.
    if (framing_ == Framing::length && length_ > limit_) co_return fail(BodyError::too_large);
    for (;;) {
        const Piece piece = take_received();
        if (!piece || !piece->empty() || is_finished_) co_return piece;
        const auto more = co_await wait_for_more();
        if (!more) co_return fail(more.error());
    }
}

BodyReader::Piece BodyReader::take_received() {
    if (is_finished_) return std::string_view();
    return framing_ == Framing::length ? take_of_length() : take_of_chunks();
}

BodyReader::Piece BodyReader::take_of_length() noexcept {
    Input& input = channel_.input();
    const std::string_view piece = input.unread().substr(0, length_ - received_);
    input.consume(piece.size());
    received_ += piece.size();
    is_finished_ = received_ == length_;
    return piece;
}

BodyReader::Piece BodyReader::take_of_chunks() {
    Input& input = channel_.input();
    while (!input.is_empty() && !chunks_.is_finished()) {
        const auto piece = chunks_.decode(input.unread());
        if (!piece) return fail(BodyError::malformed);
        input.consume(piece->taken);
        received_ += piece->content.size();
        if (received_ > limit_) return fail(BodyError::too_large);
        if (!piece->content.empty()) return piece->content;
    }
    is_finished_ = chunks_.is_finished();
    return std::string_view();
}

event::Task<std::expected<void, BodyError>> BodyReader::wait_for_more() {
    // The client may wait for an answer before this one, or for leave to send.
    if (std::exchange(owes_continue_, false)) channel_.output().text().append(continue_line);
    const auto flushed = co_await channel_.flush(limits_.write_timeout);
    if (!flushed) co_return std::unexpected(BodyError::truncated);

    event::Loop& loop = channel_.stream().loop();
    const auto begun = loop.now();
    const Received received = co_await channel_.receive_until(begun + limits_.body_timeout);
    waited_ += loop.now() - begun;
    if (received == Received::nothing) co_return std::unexpected(BodyError::timed_out);
    if (received != Received::some) co_return std::unexpected(BodyError::truncated);
    if (is_too_slow(received_, waited_, limits_.body_rate))
        co_return std::unexpected(BodyError::timed_out);
    co_return {};
}

std::unexpected<BodyError> BodyReader::no_space(const base::SystemError& error) {
    why_no_space_ = base::SystemError(error.code(), "keep a body in " + spool_folder_).what();
    return std::unexpected(BodyError::no_space);
}

BodyReader::Piece BodyReader::fail(BodyError error) noexcept {
    error_ = error;
    return std::unexpected(error);
}

bool BodyReader::can_be_drained(std::uint64_t most) noexcept {
    if (is_finished_) return true;
    // Who was not asked to send will perhaps not send; what comes next could be either.
    if (error_ || (owes_continue_ && channel_.input().is_empty())) return false;
    owes_continue_ = false;
    limit_ = received_ + most;
    for (;;) {
        const Piece piece = take_received();
        if (!piece) return false;
        if (piece->empty()) break;
    }
    if (is_finished_) return true;
    return framing_ == Framing::length && length_ - received_ <= most;
}

event::Task<bool> BodyReader::drain(event::Stream::Time deadline) {
    while (!is_finished_) {
        const Received received = co_await channel_.receive_until(deadline);
        if (received != Received::some) co_return false;
        if (!take_received()) co_return false;
    }
    co_return true;
}

}  // namespace tined::http
