#include "http/client_response.hpp"

#include <utility>

#include "event/loop.hpp"

namespace tined::http {
namespace {

// A part of a coded text (206) cannot be decoded.
std::unique_ptr<Decoder> decoder_for(const ResponseHead& head) {
    if (head.framing == ResponseFraming::none || head.status == 206) return nullptr;
    if (head.fields.count("Content-Encoding") != 1) return nullptr;
    const auto coding = coding_from(*head.fields.find("Content-Encoding"));
    return coding ? Decoder::make(*coding) : nullptr;
}

ClientError bad_coding(std::string_view what) {
    return {ClientFault::bad_coding, std::string(what)};
}

}  // namespace

ClientResponse::ClientResponse(std::unique_ptr<ClientExchange> exchange, Url url,
                               std::uint64_t body_size, bool decodes)
    : exchange_(std::move(exchange)),
      url_(std::move(url)),
      body_size_(body_size),
      decoder_(decodes ? decoder_for(exchange_->head()) : nullptr) {}

event::Task<std::expected<std::string_view, ClientError>> ClientResponse::read() {
    return decoder_ ? read_decoded() : exchange_->read();
}

event::Task<std::expected<std::string_view, ClientError>> ClientResponse::read_decoded() {
    while (true) {
        if (turn_.ends_here()) {
            const auto in_time = co_await exchange_->pause();
            if (!in_time) co_return std::unexpected(in_time.error());
        }
        const auto piece = decoder_->decode(coded_);
        if (!piece) {
            co_return std::unexpected(
                bad_coding(piece.error() == DecodeError::malformed
                               ? "the body is not of the coding that it is said to be"
                               : "the body would take too much memory to decode"));
        }
        coded_.remove_prefix(piece->taken);
        if (!piece->content.empty()) co_return piece->content;
        if (piece->taken > 0) continue;
        if (has_all_coded_) break;
        const auto more = co_await exchange_->read();
        if (!more) co_return more;
        coded_ = *more;
        has_all_coded_ = coded_.empty();
        has_coded_ = has_coded_ || !coded_.empty();
    }
    const bool is_whole = decoder_->is_whole() || !has_coded_;
    if (!is_whole) co_return std::unexpected(bad_coding("the coded body ends too early"));
    co_return std::string_view();
}

event::Task<std::expected<std::string, ClientError>> ClientResponse::collect() {
    std::string body;
    while (true) {
        const auto piece = co_await read();
        if (!piece) co_return std::unexpected(piece.error());
        if (piece->empty()) co_return body;
        if (piece->size() > body_size_ - body.size()) {
            co_return std::unexpected(
                ClientError{ClientFault::too_large, "the body is larger than is taken"});
        }
        body.append(*piece);
    }
}

event::Task<> ClientResponse::discard(std::size_t most, std::chrono::milliseconds within) {
    const auto until = event::Loop::current().now() + within;
    std::size_t got = 0;
    while (!exchange_->is_at_end() && exchange_->may_be_kept() && got <= most) {
        const auto piece = co_await exchange_->read(until);
        if (!piece) break;
        got += piece->size();
    }
    if (!exchange_->is_at_end()) exchange_->close();
}

event::AsyncGenerator<std::string> pieces_of(ClientResponse response) {
    while (true) {
        auto piece = co_await response.read();
        if (!piece) throw ClientFailure(std::move(piece.error()));
        if (piece->empty()) co_return;
        std::string given(*piece);
        co_yield std::move(given);
    }
}

}  // namespace tined::http
