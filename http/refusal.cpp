#include "http/refusal.hpp"

#include "http/body.hpp"
#include "http/form.hpp"
#include "http/forwarded_field.hpp"
#include "http/proxy_preamble.hpp"
#include "http/request_parser.hpp"
#include "http/target.hpp"

namespace tined::http {

Refusal refusal_for(ParseError error) noexcept {
    switch (error) {
        case ParseError::bad_request_line:
            return {400, "The request line is malformed."};
        case ParseError::bad_target:
            return {400, "The request's target is malformed."};
        case ParseError::authority_target:
            return {501, "The request's target asks for a tunnel."};
        case ParseError::bad_line_ending:
            return {400, "A line of the head does not end in CRLF."};
        case ParseError::bad_field_name:
            return {400, "A header field's name is malformed."};
        case ParseError::bad_field_value:
            return {400, "A header field's value holds a control character."};
        case ParseError::folded_field:
            return {400, "A header field is folded."};
        case ParseError::missing_host:
            return {400, "The Host field is missing."};
        case ParseError::repeated_host:
            return {400, "There is more than one Host field."};
        case ParseError::bad_host:
            return {400, "The Host field is malformed."};
        case ParseError::ambiguous_framing:
            return {400, "The body's length is ambiguous."};
        case ParseError::bad_content_length:
            return {400, "The Content-Length is no length."};
        case ParseError::bad_transfer_encoding:
            return {400, "The Transfer-Encoding is not chunked alone."};
        case ParseError::ambiguous_content_type:
            return {400, "There is more than one Content-Type field."};
        case ParseError::target_too_long:
            return {414, "The request line is too long."};
        case ParseError::head_too_large:
            return {431, "The header fields are too large."};
        case ParseError::unmet_expectation:
            return {417, "The expectation cannot be met."};
        case ParseError::unknown_method:
            return {501, "The method is not known here."};
        case ParseError::unsupported_version:
            return {505, "The HTTP version is not supported."};
    }
    return {};
}

Refusal refusal_for(BodyError error) noexcept {
    switch (error) {
        case BodyError::too_large:
            return {413, "The body is too large."};
        case BodyError::malformed:
            return {400, "The body's chunks are malformed."};
        case BodyError::timed_out:
            return {408, "The body did not come in time."};
        case BodyError::truncated:
            return {400, "The body ended before its end."};
        case BodyError::no_space:
            return {507, "There is no space to keep the body."};
    }
    return {};
}

Refusal refusal_for(PathError error) noexcept {
    switch (error) {
        case PathError::bad_escape:
            return {400, "The path has a broken escape."};
        case PathError::nul:
            return {400, "The path has a NUL."};
        case PathError::not_utf8:
            return {400, "The path is not UTF-8."};
    }
    return {};
}

Refusal refusal_for(FormError error) noexcept {
    switch (error) {
        case FormError::too_many_parts:
            return {413, "The form has too many parts."};
        case FormError::part_head_too_large:
            return {413, "The head of a part of the form is too large."};
        case FormError::malformed:
            return {400, "The form is malformed."};
    }
    return {};
}

Refusal refusal_for(ForwardedError error) noexcept {
    switch (error) {
        case ForwardedError::bad_element:
            return {400, "The Forwarded field is malformed."};
        case ForwardedError::repeated_parameter:
            return {400, "The Forwarded field has a parameter twice."};
        case ForwardedError::bad_node:
            return {400, "The Forwarded field names no address."};
        case ForwardedError::bad_host:
            return {400, "The forwarded host is malformed."};
        case ForwardedError::bad_port:
            return {400, "The forwarded port is malformed."};
    }
    return {};
}

Refusal refusal_for(PreambleError error) noexcept {
    switch (error) {
        case PreambleError::missing:
            return {400, "The PROXY preamble is missing."};
        case PreambleError::bad_line:
            return {400, "The PROXY preamble's line is malformed."};
        case PreambleError::bad_address:
            return {400, "The PROXY preamble's address is malformed."};
        case PreambleError::bad_port:
            return {400, "The PROXY preamble's port is malformed."};
        case PreambleError::bad_version:
            return {400, "The PROXY preamble is of another version."};
        case PreambleError::bad_family:
            return {400, "The PROXY preamble is of another family."};
        case PreambleError::bad_length:
            return {400, "The PROXY preamble is too short for its addresses."};
        case PreambleError::bad_tlv:
            return {400, "The PROXY preamble's additions are malformed."};
        case PreambleError::too_large:
            return {400, "The PROXY preamble is too large."};
    }
    return {};
}

Refusal given_up() noexcept { return {503, "The server ended before the request was answered."}; }

Refusal head_timed_out() noexcept { return {408, "The request's head did not come in time."}; }

}  // namespace tined::http
