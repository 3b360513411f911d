// Recognises the head of one HTTP/1.x answer (RFC 9112 §2-§6) in the bytes received so far. Pure:
// no I/O, no clock. It decides how the body is framed (http/response_framing.hpp) but never reads
// it. As strict as http/request_parser.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "http/response_head.hpp"

namespace tined::http {

/// What a server's head may cost.
struct ResponseLimits {
    std::size_t status_line = 8 * 1024;   ///< bytes without its CRLF
    std::size_t header_size = 64 * 1024;  ///< bytes of all field lines
    std::size_t header_count = 200;
};

/// Why a head was refused.
enum class ResponseError : std::uint8_t {
    bad_status_line,        ///< not `HTTP/x.y SP 3DIGIT [SP reason]`
    unsupported_version,    ///< well formed, but not HTTP/1.x
    bad_line_ending,        ///< a LF without its CR
    bad_field_name,         ///< not `token ":"`; a space before the colon
    bad_field_value,        ///< NUL or another control character, a CR alone
    folded_field,           ///< obs-fold; a line that begins with white space
    ambiguous_framing,      ///< two lengths, or a length and Transfer-Encoding
    bad_content_length,     ///< not only digits, or past 2^63-1
    bad_transfer_encoding,  ///< not exactly one `chunked`, or in HTTP/1.0
    head_too_large,         ///< past one of ResponseLimits
};

/// For messages: "a field that is no field".
std::string_view to_text(ResponseError error) noexcept;

/// Reads one head after the other of one connection.
class ResponseParser {
public:
    /// `limits` must outlive the parser. `to_head`: the answers are to a HEAD request.
    ResponseParser(const ResponseLimits& limits, bool to_head) noexcept
        : limits_(limits), to_head_(to_head) {}

    /// Takes all bytes received since the head's first one. Null means "call again with the same
    /// bytes and more", which may have moved; what follows the head is not looked at. The head is
    /// the parser's and its views point into `received`: both are good until the next call, which
    /// begins with the next head. After an error the connection is of no use any more. Where the
    /// bytes were cut changes neither the head nor the error.
    std::expected<const ResponseHead*, ResponseError> parse(std::string_view received);

    /// The most bytes that parse() can ask for.
    static std::size_t most_bytes(const ResponseLimits& limits) noexcept {
        return limits.status_line + 2 + limits.header_size + 2;
    }

private:
    enum class Step : std::uint8_t { idle, status_line, fields };
    using Line = std::expected<std::optional<std::string_view>, ResponseError>;
    using Outcome = std::expected<void, ResponseError>;

    void begin(std::string_view received) noexcept;
    Line take_line(std::string_view received);
    Outcome read_line(std::string_view line);
    Outcome read_status_line(std::string_view line);
    Outcome read_field(std::string_view line);
    void note(std::string_view name, std::string_view value) noexcept;
    Outcome finish();

    const ResponseLimits& limits_;
    bool to_head_;
    ResponseHead head_;
    FramingFields framing_;
    bool says_close_ = false;
    bool says_keep_alive_ = false;
    const char* base_ = nullptr;
    std::size_t line_ = 0;      // begin of the first line that is not read
    std::size_t searched_ = 0;  // no line feed between line_ and here; keeps parse() linear
    std::size_t fields_begin_ = 0;
    Step step_ = Step::idle;
};

}  // namespace tined::http
