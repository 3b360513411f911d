// How a request's body ends (RFC 9112 §6), decided in one place from what the head says. Request
// smuggling lives on two servers that decide differently; so whatever is not plain is refused.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "http/request_head.hpp"

namespace tined::http {

enum class ParseError : std::uint8_t;

/// The lines of a head that say something about framing. Views into the received bytes.
struct FramingFields {
    std::string_view content_length = {};
    std::string_view transfer_encoding = {};
    unsigned content_lengths = 0;  ///< lines of that name
    unsigned transfer_encodings = 0;
};

struct FramingDecision {
    Framing framing = Framing::none;
    std::uint64_t content_length = 0;  ///< where framing is length
};

/// ambiguous_framing, bad_content_length or bad_transfer_encoding. A request with neither field
/// has no body. A length of 0 is Framing::none.
std::expected<FramingDecision, ParseError> decide_framing(const FramingFields& fields,
                                                          Version version) noexcept;

}  // namespace tined::http
