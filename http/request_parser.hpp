// Recognises the head of one HTTP/1.x request (RFC 9112 §2-§6) in the bytes received so far.
// Pure: no I/O, no clock, no logging. It decides how the body is framed (http/framing.hpp) but
// never reads it. Where the RFC lets a server be lenient it is strict: two servers that read one
// byte stream differently are a hole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "http/framing.hpp"
#include "http/limits.hpp"
#include "http/request_head.hpp"

namespace tined::http {

/// Why a head was refused. `refusal_for()` in http/refusal.hpp maps each to status and sentence.
enum class ParseError : std::uint8_t {
    bad_request_line,        ///< 400: not `method SP target SP HTTP/x.y CRLF`
    bad_target,              ///< 400: no form of RFC 9112 §3.2, or not for this method
    authority_target,        ///< 501: `host:port`, which asks for a tunnel (RFC 9112 §3.2.3)
    bad_line_ending,         ///< 400: a CR without its LF, or a LF without its CR
    bad_field_name,          ///< 400: not `token ":"`; a space before the colon
    bad_field_value,         ///< 400: NUL or another control character
    folded_field,            ///< 400: obs-fold; a line that begins with white space
    missing_host,            ///< 400: HTTP/1.1 without Host
    repeated_host,           ///< 400: two Host lines
    bad_host,                ///< 400: not `uri-host [":" port]`
    ambiguous_framing,       ///< 400: two lengths, or a length and Transfer-Encoding
    bad_content_length,      ///< 400: not only digits, or past 2^63-1
    bad_transfer_encoding,   ///< 400: not exactly one `chunked`, or in HTTP/1.0
    ambiguous_content_type,  ///< 400: two Content-Type lines
    target_too_long,         ///< 414: the request line is past Limits::request_line
    head_too_large,          ///< 431: past Limits::header_size or Limits::header_count
    unmet_expectation,       ///< 417: Expect is not 100-continue
    unknown_method,          ///< 501: a method that nobody knows, or CONNECT
    unsupported_version,     ///< 505: well formed, but not HTTP/1.x
};

/// Reads one head after the other. It owns the head that it fills, whose fields keep their
/// memory: in the steady state nothing is allocated.
class RequestParser {
public:
    /// `limits` must outlive the parser.
    explicit RequestParser(const Limits& limits) noexcept : limits_(limits) {}

    /// Takes all bytes received since the request's first one. Null means "call again with the
    /// same bytes and more"; what follows the head (a body, pipelined requests) is not looked
    /// at. The bytes may have moved between two calls (a larger buffer): the head is then read
    /// anew. A parser that is in the middle of a head is that connection's own; see reset().
    ///
    /// The head is the parser's and its views point into `received`: both are good until the
    /// next call. That call begins with the next request, after a head as after an error.
    ///
    /// Bytes past a limit are never looked at, and a head is refused for the first thing that is
    /// wrong in it: the error does not depend on how the bytes were cut. Only when it is told does:
    /// a line that comes in pieces is looked at when it is whole, or past its limit.
    std::expected<const RequestHead*, ParseError> parse(std::string_view received);

    /// What was read of a head so far, for the log and for Service::refuse(): after an error the
    /// parts before it are there (method_text, target, some fields), the others are empty.
    const RequestHead& head() const noexcept { return head_; }

    /// Forgets an unfinished head: the connection went away.
    void reset() noexcept { step_ = Step::idle; }

    /// Forgets what was read: head() is empty.
    void forget() noexcept { begin({}), reset(); }

    /// The most bytes that parse() can ask for: a buffer of so many is large enough.
    static std::size_t most_bytes(const Limits& limits) noexcept;

private:
    enum class Step : std::uint8_t { idle, request_line, fields };
    enum class Progress : std::uint8_t { incomplete, line_done, head_done };
    using Outcome = std::expected<Progress, ParseError>;
    struct Window;

    /// What finish() decides by, noted when the line is read.
    struct Noted {
        FramingFields framing;
        std::string_view host;
        unsigned hosts = 0;
        unsigned content_types = 0;
        bool close = false;
        bool keep_alive = false;
        bool expects_continue = false;
        bool expects_other = false;
    };

    void begin(std::string_view received) noexcept;
    bool has_news(std::string_view received) noexcept;
    std::size_t bound() const noexcept;
    Outcome parse_line(std::string_view received);
    Outcome parse_request_line(Window window);
    Outcome skip_empty_line(Window window);
    Outcome parse_version(Window window);
    Outcome take_request_line(char major, char minor);
    bool take_target() noexcept;
    bool take_absolute_target() noexcept;
    void take_path(std::string_view path_and_query) noexcept;
    Outcome parse_field(Window window);
    Outcome parse_last_line(Window window);
    void note(std::string_view name, std::string_view value) noexcept;
    void note_connection(std::string_view value) noexcept;
    void note_expectation(std::string_view value) noexcept;
    Outcome finish();

    const Limits& limits_;
    RequestHead head_;
    Noted noted_;
    const char* base_ = nullptr;  // where the bytes of the unfinished head began
    std::size_t line_ = 0;        // begin of the first line that is not read
    std::size_t searched_ = 0;    // no line feed between line_ and here; keeps parse() linear
    std::size_t fields_begin_ = 0;
    Step step_ = Step::idle;
};

}  // namespace tined::http
