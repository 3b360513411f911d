// What a client is answered. The body is read as it is asked for, and not before: who does not read
// lets the server wait.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "event/generator.hpp"
#include "event/task.hpp"
#include "event/turn.hpp"
#include "http/client_error.hpp"
#include "http/client_exchange.hpp"
#include "http/decoder.hpp"
#include "http/fields.hpp"
#include "http/url.hpp"

namespace tined::http {

/// Destroyed before the body's end, it closes the connection. It lives no longer than its client.
class ClientResponse {
public:
    /// For http::Client. `decodes`: the request asked for codings.
    ClientResponse(std::unique_ptr<ClientExchange> exchange, Url url, std::uint64_t body_size,
                   bool decodes);

    int status() const noexcept { return exchange_->head().status; }
    /// 200 to 299.
    bool is_ok() const noexcept { return status() >= 200 && status() <= 299; }
    std::string_view reason() const noexcept { return exchange_->head().reason; }
    /// As they were sent: Content-Encoding stays, also where read() undoes it.
    const Fields& fields() const noexcept { return exchange_->head().fields; }
    /// Whose answer it is: after redirects not what was asked for.
    const Url& url() const noexcept { return url_; }

    /// The next piece of the body, good until the next call; empty at the end. After an error the
    /// answer is of no more use.
    event::Task<std::expected<std::string_view, ClientError>> read();
    /// What is left of the body: too_large past ClientSettings::body_size bytes.
    event::Task<std::expected<std::string, ClientError>> collect();
    /// Gives up what is left of the body: reads it, so that the connection can be used again, if
    /// that is no more than `most` bytes and comes `within` that time; else closes the connection,
    /// as another one costs less. There is no more to read afterwards.
    event::Task<> discard(std::size_t most = 16 * 1024,
                          std::chrono::milliseconds within = std::chrono::seconds(1));

    /// For http::Client: of a request that shall be sent again.
    RequestBody take_request_body() noexcept { return exchange_->take_body(); }

private:
    event::Task<std::expected<std::string_view, ClientError>> read_decoded();

    std::unique_ptr<ClientExchange> exchange_;
    Url url_;
    std::uint64_t body_size_;
    std::unique_ptr<Decoder> decoder_;  // null: there is nothing to undo
    std::string_view coded_;            // what it has not taken yet
    bool has_coded_ = false;            // some came
    bool has_all_coded_ = false;
    event::Turn turn_;  // of the decoder, for which few bytes may be many pieces
};

/// A body that did not come whole, where only an exception can tell.
class ClientFailure : public std::runtime_error {
public:
    explicit ClientFailure(ClientError error)
        : std::runtime_error(error.what), error_(std::move(error)) {}
    const ClientError& error() const noexcept { return error_; }

private:
    ClientError error_;
};

/// The body piece by piece, for who hands it on: to a file, or to a client of his own, whose answer
/// is cut short where this one is, as the generator throws ClientFailure.
event::AsyncGenerator<std::string> pieces_of(ClientResponse response);

}  // namespace tined::http
