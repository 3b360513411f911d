#include "http/client_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace tined::http {
namespace {

using event::Stream;
using event::StreamError;

// Most heads need a tenth of it; a body passes through what the head leaves.
constexpr std::size_t first_capacity = 32 * 1024;
// Kept for the body, whatever the head takes.
constexpr std::size_t least_room = 8 * 1024;

constexpr int most_interims = 16;

std::unexpected<ClientError> malformed(std::string_view what) {
    return std::unexpected(
        ClientError{ClientFault::malformed, fmt::format("the answer has {}", what)});
}

std::unexpected<ClientError> cut() {
    return std::unexpected(
        ClientError{ClientFault::disconnected, "the connection ended before the answer was whole"});
}

}  // namespace

ClientExchange::ClientExchange(ClientPool::Lease lease, const ClientSettings& settings,
                               bool to_head, Stream::Time deadline)
    : loop_(event::Loop::current()),
      settings_(settings),
      deadline_(deadline),
      lease_(std::move(lease)),
      input_(first_capacity),
      parser_(settings.limits, to_head) {}

event::Task<std::expected<void, ClientError>> ClientExchange::ask(std::string head,
                                                                  RequestBody body) {
    request_ = std::move(head);
    body_ = std::move(body);
    sending_.emplace(send());
    auto asked = co_await read_head();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    co_return asked;
}

RequestBody ClientExchange::take_body() noexcept {
    sending_.reset();
    return std::move(body_);
}

event::Task<> ClientExchange::send() {
    std::expected<void, StreamError> sent;
    try {
        sent = co_await send_all();
    } catch (...) {
        thrown_ = std::current_exception();
    }
    sent_at_ = loop_.now();
    is_sent_ = sent && !thrown_;
    if (!sent) send_error_ = sent.error();
    // The reader finds the end, and tells what happened here. Where the server has closed, its
    // answer may be there all the same, and is read first.
    const bool is_late = send_error_ == StreamError::timed_out;
    if (thrown_ || is_late) lease_.connection().shut_down();
}

event::Task<std::expected<void, StreamError>> ClientExchange::send_all() {
    ClientConnection& connection = lease_.connection();
    const auto silence = settings_.idle_timeout;
    std::expected<void, StreamError> sent;
    if (const auto* const text = std::get_if<std::string>(&body_)) {
        sent = co_await connection.write(request_, *text, silence);
    } else {
        sent = co_await connection.write(request_, silence);
    }
    auto* const pieces = std::get_if<event::AsyncGenerator<std::string>>(&body_);
    if (sent && pieces != nullptr) sent = co_await send_pieces(*pieces);
    co_return sent;
}

// chunk = chunk-size CRLF chunk-data CRLF; the next piece is asked for when the kernel has taken
// the last one.
event::Task<std::expected<void, StreamError>> ClientExchange::send_pieces(
    event::AsyncGenerator<std::string>& pieces) {
    event::Turn turn;
    while (true) {
        if (turn.ends_here()) co_await event::next_iteration();
        const std::optional<std::string> piece = co_await pieces.next();
        if (piece && piece->empty()) continue;  // an empty chunk would be the end
        const std::string frame = piece ? fmt::format("{:x}\r\n", piece->size()) : "0\r\n\r\n";
        std::expected<void, StreamError> sent;
        if (!piece) {
            sent = co_await lease_.connection().write(frame, settings_.idle_timeout);
            co_return sent;
        }
        const std::string content = *piece + "\r\n";
        sent = co_await lease_.connection().write(frame, content, settings_.idle_timeout);
        if (!sent) co_return sent;
    }
}

event::Task<std::expected<void, ClientError>> ClientExchange::read_head() {
    while (true) {
        const auto is_there = parse_head();
        if (!is_there) co_return std::unexpected(is_there.error());
        if (*is_there) break;
        const auto got = co_await receive_head();
        if (!got) co_return std::unexpected(got.error());
    }
    if (head_->framing == ResponseFraming::none) finish();
    co_return {};
}

// True: head() is there.
std::expected<bool, ClientError> ClientExchange::parse_head() {
    while (!input_.is_empty()) {
        const auto parsed = parser_.parse(input_.unread());
        if (!parsed) return malformed(to_text(parsed.error()));
        if (*parsed == nullptr) {
            if (head_begun_ == Stream::no_deadline) head_begun_ = loop_.now();
            return false;
        }
        input_.consume((*parsed)->size);
        if (!is_interim((*parsed)->status)) {
            head_ = *parsed;
            left_ = head_->content_length;
            input_.pin();
            return true;
        }
        // RFC 9110 §15.2.2: nobody has asked for another protocol.
        if ((*parsed)->status == 101) return malformed("a change to another protocol");
        if (!(*parsed)->keep_alive) return malformed("an interim answer with a body");
        if (++interims_ > most_interims) return malformed("too many interim answers");
        head_begun_ = Stream::no_deadline;
    }
    return false;
}

// The time begins when the request is sent, which has its own, and lasts over all interim answers;
// or with the head's first byte, where that comes while the request is still being sent.
Stream::Time ClientExchange::head_deadline() noexcept {
    Stream::Time begun = sent_at_ == Stream::no_deadline ? head_begun_ : sent_at_;
    if (begun == Stream::no_deadline) begun = loop_.now();
    return std::min(deadline_, begun + settings_.first_byte_timeout);
}

event::Task<std::expected<std::size_t, ClientError>> ClientExchange::receive_head() {
    constexpr std::string_view awaited = "the answer's head";
    make_room_for_head();
    const std::span<char> room = input_.room_behind();
    while (true) {
        const auto got = co_await lease_.connection().read_some(
            room.first(room.size() - least_room), head_deadline());
        if (got && *got > 0) {
            has_heard_ = true;
            input_.received(*got);
            co_return *got;
        }
        if (got) co_return std::unexpected(why_broken(StreamError::broken, awaited));
        // The request may have been sent meanwhile, or is still being sent: the deadline moves.
        const bool is_over =
            got.error() != StreamError::timed_out || loop_.now() >= head_deadline();
        if (is_over) co_return std::unexpected(why_broken(got.error(), awaited));
    }
}

void ClientExchange::make_room_for_head() {
    if (input_.room_behind().size() > least_room) return;
    const std::string_view unread = input_.unread();
    Input larger(ResponseParser::most_bytes(settings_.limits) + least_room + 1);
    std::ranges::copy(unread, larger.room().begin());
    larger.received(unread.size());
    input_ = std::move(larger);
}

event::Task<std::expected<std::string_view, ClientError>> ClientExchange::read(Stream::Time until) {
    while (!is_at_end_) {
        // Pieces may be chunks of one byte, or all in what the kernel has already.
        if (turn_.ends_here()) {
            const auto in_time = co_await pause();
            if (!in_time) co_return std::unexpected(in_time.error());
        }
        if (std::optional<Read> piece = take_piece()) co_return std::move(*piece);
        const auto deadline = std::min({until, deadline_, loop_.now() + settings_.idle_timeout});
        const auto got = co_await lease_.connection().read_some(input_.room(), deadline);
        if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
        if (!got) co_return std::unexpected(why_broken(got.error(), "the answer's body"));
        if (*got == 0) co_return take_end();
        input_.received(*got);
    }
    co_return std::string_view();
}

event::Task<std::expected<void, ClientError>> ClientExchange::pause() {
    co_await event::next_iteration();
    if (loop_.now() < deadline_) co_return {};
    co_return std::unexpected(why_broken(StreamError::timed_out, "the answer's body"));
}

// Nothing: more must come.
std::optional<ClientExchange::Read> ClientExchange::take_piece() {
    const std::string_view unread = input_.unread();
    if (unread.empty()) return std::nullopt;
    switch (head_->framing) {
        case ResponseFraming::none:
            break;
        case ResponseFraming::chunked:
            return take_chunk();
        case ResponseFraming::until_close:
            input_.consume(unread.size());
            return unread;
        case ResponseFraming::length:
            const std::string_view piece = unread.substr(0, left_);
            left_ -= piece.size();
            input_.consume(piece.size());
            if (left_ == 0) finish();
            return piece;
    }
    return std::nullopt;
}

std::optional<ClientExchange::Read> ClientExchange::take_chunk() {
    const auto piece = chunks_.decode(input_.unread());
    if (!piece) return malformed("broken chunks");
    input_.consume(piece->taken);
    if (chunks_.is_finished()) finish();
    if (piece->content.empty() && !is_at_end_) return std::nullopt;
    return piece->content;
}

// The server sends no more.
ClientExchange::Read ClientExchange::take_end() {
    if (head_->framing != ResponseFraming::until_close) return cut();
    finish();
    return std::string_view();
}

// What went wrong with the request comes first: the rest follows from it.
ClientError ClientExchange::why_broken(StreamError error, std::string_view awaited) {
    if (send_error_) return client_error(*send_error_, "the request");
    if (error == StreamError::timed_out && loop_.now() >= deadline_) {
        return {ClientFault::timed_out, "all of it took too long"};
    }
    return client_error(error, awaited);
}

void ClientExchange::close() noexcept {
    is_at_end_ = true;
    sending_.reset();
    lease_.close();
}

void ClientExchange::finish() {
    is_at_end_ = true;
    sending_.reset();
    if (may_be_kept() && input_.is_empty()) {
        lease_.give_back();
    } else {
        lease_.close();
    }
}

}  // namespace tined::http
