#include "http/response_framing.hpp"

#include "http/request_parser.hpp"
#include "http/response_parser.hpp"

namespace tined::http {
namespace {

// decide_framing() has these three.
ResponseError from(ParseError error) noexcept {
    if (error == ParseError::ambiguous_framing) return ResponseError::ambiguous_framing;
    if (error == ParseError::bad_content_length) return ResponseError::bad_content_length;
    return ResponseError::bad_transfer_encoding;
}

ResponseFraming from(Framing framing) noexcept {
    switch (framing) {
        case Framing::none:
            break;
        case Framing::length:
            return ResponseFraming::length;
        case Framing::chunked:
            return ResponseFraming::chunked;
    }
    return ResponseFraming::none;
}

}  // namespace

std::expected<ResponseFramingDecision, ResponseError> decide_response_framing(
    const FramingFields& fields, Version version, int status, bool to_head) noexcept {
    const auto announced = decide_framing(fields, version);
    if (!announced) return std::unexpected(from(announced.error()));
    const bool announces_some = announced->framing != Framing::none;
    // RFC 9110 §8.6: to HEAD, and in a 304, the length is that of the body that is left out.
    if (to_head || status == 304) return ResponseFramingDecision{};
    if (is_interim(status) || status == 204) {
        return ResponseFramingDecision{.must_close = announces_some};
    }
    const bool says_nothing = fields.content_lengths + fields.transfer_encodings == 0;
    if (says_nothing) {
        return ResponseFramingDecision{.framing = ResponseFraming::until_close, .must_close = true};
    }
    return ResponseFramingDecision{.framing = from(announced->framing),
                                   .content_length = announced->content_length};
}

}  // namespace tined::http
