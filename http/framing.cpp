#include "http/framing.hpp"

#include <limits>

#include "base/text.hpp"
#include "http/request_parser.hpp"

namespace tined::http {

std::expected<FramingDecision, ParseError> decide_framing(const FramingFields& fields,
                                                          Version version) noexcept {
    if (fields.transfer_encodings > 0) {
        if (fields.content_lengths > 0) return std::unexpected(ParseError::ambiguous_framing);
        // RFC 9112 §6.1: a server may forward what it does not understand only to its own harm.
        // "chunked" once and alone is all that every server reads alike; HTTP/1.0 had no codings.
        const bool is_plain = fields.transfer_encodings == 1 && version == Version::http_1_1 &&
                              base::equals_ignoring_case(fields.transfer_encoding, "chunked");
        if (!is_plain) return std::unexpected(ParseError::bad_transfer_encoding);
        return FramingDecision{Framing::chunked, 0};
    }
    if (fields.content_lengths == 0) return FramingDecision{};
    // Equal ones too: RFC 9112 §6.3 allows to take `5, 5` for 5, and others take the last.
    const bool is_list = fields.content_length.find(',') != std::string_view::npos;
    if (fields.content_lengths > 1 || is_list) {
        return std::unexpected(ParseError::ambiguous_framing);
    }
    const auto length = base::parse_integer<std::uint64_t>(fields.content_length);
    // Past 2^63-1 it is no file offset: sums with it must not overflow further down.
    if (!length || *length > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::unexpected(ParseError::bad_content_length);
    }
    return FramingDecision{*length == 0 ? Framing::none : Framing::length, *length};
}

}  // namespace tined::http
