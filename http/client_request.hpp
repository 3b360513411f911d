// What a client asks.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "event/generator.hpp"
#include "http/client_settings.hpp"
#include "http/field_block.hpp"
#include "http/url.hpp"

namespace tined::http {

/// A text, or pieces that are asked for as the server takes them: the latter is sent chunked, and
/// only once, so that no redirect that wants it again is followed, and nothing is tried again.
using RequestBody = std::variant<std::monostate, std::string, event::AsyncGenerator<std::string>>;

struct ClientRequest {
    std::string method = "GET";
    std::string url;  ///< absolute
    /// Host, User-Agent, Accept-Encoding and the framing are added. Who sets Accept-Encoding
    /// himself gets the body as it is sent.
    FieldBlock fields;
    RequestBody body;
    std::optional<std::chrono::milliseconds> total_timeout;  ///< in place of the client's
    std::optional<unsigned> redirects;                       ///< in place of the client's
};

/// Asking twice does no more than asking once (RFC 9110 §9.2.2).
bool is_idempotent(std::string_view method) noexcept;

/// There is no body, or it can be sent again.
bool is_repeatable(const RequestBody& body) noexcept;

/// Whether the request says that it takes all the codings that Decoder knows: not where it has an
/// opinion of its own, nor for a part of what may be coded as a whole (RFC 9110 §14.2).
bool asks_for_codings(const ClientRequest& request, const ClientSettings& settings) noexcept;

/// The head as it is sent.
std::string write_head(const ClientRequest& request, const Url& url,
                       const ClientSettings& settings);

}  // namespace tined::http
