// What a client is told whose request was refused by the protocol, before any handler saw it.
#pragma once

#include <cstdint>
#include <string_view>

namespace tined::http {

enum class ParseError : std::uint8_t;      // http/request_parser.hpp
enum class BodyError : std::uint8_t;       // http/body.hpp
enum class PathError : std::uint8_t;       // http/target.hpp
enum class FormError : std::uint8_t;       // http/form.hpp
enum class ForwardedError : std::uint8_t;  // http/forwarded_field.hpp
enum class PreambleError : std::uint8_t;   // http/proxy_preamble.hpp

struct Refusal {
    int status = 400;
    std::string_view reason_text;  ///< a short sentence for the log and the page; static storage
};

Refusal refusal_for(ParseError error) noexcept;
/// BodyError::truncated is 400, though nobody is left to read it.
Refusal refusal_for(BodyError error) noexcept;
Refusal refusal_for(PathError error) noexcept;
Refusal refusal_for(FormError error) noexcept;
Refusal refusal_for(ForwardedError error) noexcept;
Refusal refusal_for(PreambleError error) noexcept;

/// 408: the head did not come within Limits::header_timeout.
Refusal head_timed_out() noexcept;

/// 503: the server ends before the handler has.
Refusal given_up() noexcept;

template <typename Error>
int status_for(Error error) noexcept {
    return refusal_for(error).status;
}

}  // namespace tined::http
