// How an answer's body ends (RFC 9112 §6.3), decided in one place. Who reads a kept connection
// otherwise than the server meant it takes one answer for another; what is not plain is refused.
#pragma once

#include <cstdint>
#include <expected>

#include "http/framing.hpp"

namespace tined::http {

enum class ResponseError : std::uint8_t;

enum class ResponseFraming : std::uint8_t {
    none,
    length,
    chunked,
    until_close,  ///< all that comes before the server closes the connection
};

struct ResponseFramingDecision {
    ResponseFraming framing = ResponseFraming::none;
    std::uint64_t content_length = 0;  ///< where framing is length
    /// The connection is of no use for another request, whatever its head says: until_close, and an
    /// answer that announces a body where there is none, which not every server leaves out.
    bool must_close = false;
};

/// `to_head`: the request's method was HEAD. ambiguous_framing, bad_content_length or
/// bad_transfer_encoding; the fields are held to the same rules as a request's (http/framing.hpp).
std::expected<ResponseFramingDecision, ResponseError> decide_response_framing(
    const FramingFields& fields, Version version, int status, bool to_head) noexcept;

}  // namespace tined::http
