#include "http/chunked.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {
namespace {

// Fifteen digits: no sum with a size can overflow 64 bits. Zeros in front may be more.
constexpr std::size_t most_digits = 15;

void skip_blanks(std::string_view& text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

bool skip_token(std::string_view& text) noexcept {
    std::size_t size = 0;
    while (size < text.size() && base::is_token_char(text[size])) ++size;
    text.remove_prefix(size);
    return size > 0;
}

// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
bool skip_quoted(std::string_view& text) noexcept {
    std::size_t i = 1;
    while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
    if (i >= text.size()) return false;
    text.remove_prefix(i + 1);
    return true;
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
// What stands before it is refused: a space behind a size is read differently by different servers.
bool are_extensions(std::string_view text) noexcept {
    const char* const end = text.data() + text.size();
    if (find_control(text.data(), end) != end) return false;
    while (!text.empty()) {
        if (text.front() != ';') return false;
        text.remove_prefix(1);
        skip_blanks(text);
        if (!skip_token(text)) return false;
        skip_blanks(text);
        if (!text.starts_with('=')) continue;
        text.remove_prefix(1);
        skip_blanks(text);
        if (text.starts_with('"') ? !skip_quoted(text) : !skip_token(text)) return false;
        skip_blanks(text);
    }
    return true;
}

// Sorted. RFC 9110 §6.5.1: what frames, routes, authenticates, or says how to read the content.
constexpr std::array<std::string_view, 27> dropped = {"age",
                                                      "authorization",
                                                      "cache-control",
                                                      "connection",
                                                      "content-encoding",
                                                      "content-range",
                                                      "content-type",
                                                      "cookie",
                                                      "date",
                                                      "expect",
                                                      "expires",
                                                      "forwarded",
                                                      "if-match",
                                                      "if-modified-since",
                                                      "if-none-match",
                                                      "if-range",
                                                      "if-unmodified-since",
                                                      "keep-alive",
                                                      "location",
                                                      "max-forwards",
                                                      "pragma",
                                                      "proxy-authorization",
                                                      "range",
                                                      "set-cookie",
                                                      "te",
                                                      "upgrade",
                                                      "vary"};
static_assert(std::ranges::is_sorted(dropped));

bool is_dropped(std::string_view name) {
    const std::string lower = base::to_lower(name);
    return std::ranges::binary_search(dropped, std::string_view(lower)) ||
           lower.starts_with("x-forwarded-");
}

bool is_smuggled(std::string_view name) noexcept {
    return base::equals_ignoring_case(name, "content-length") ||
           base::equals_ignoring_case(name, "transfer-encoding") ||
           base::equals_ignoring_case(name, "host") || base::equals_ignoring_case(name, "trailer");
}

}  // namespace

std::expected<ChunkedDecoder::Piece, ChunkError> ChunkedDecoder::decode(std::string_view received) {
    std::string_view rest = received;
    while (!rest.empty() && step_ != Step::finished) {
        if (step_ == Step::content) {
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, rest.size()));
            const std::string_view content = rest.substr(0, size);
            left_ -= size;
            if (left_ == 0) step_ = Step::content_end;
            return Piece{received.size() - rest.size() + size, content};
        }
        const auto line = take_line(rest);
        if (!line) return std::unexpected(line.error());
        if (!*line) break;
        const auto done = read_line(**line);
        gathered_.clear();
        if (!done) return std::unexpected(done.error());
    }
    return Piece{received.size() - rest.size(), {}};
}

ChunkedDecoder::Bound ChunkedDecoder::line_bound() const noexcept {
    switch (step_) {
        case Step::content_end:
            return {2, ChunkError::bad_line_ending};
        case Step::trailers:
            return {max_trailers, ChunkError::trailers_too_large};
        case Step::size:
        case Step::content:
        case Step::finished:
            break;
    }
    return {max_chunk_line, ChunkError::line_too_long};
}

// The next line without its CRLF, out of what was gathered before and `rest`; nothing while it is
// not whole. Good until gathered_ changes.
std::expected<std::optional<std::string_view>, ChunkError> ChunkedDecoder::take_line(
    std::string_view& rest) {
    const auto [most, too_long] = line_bound();
    const std::size_t feed = rest.find('\n');
    const std::string_view piece = rest.substr(0, feed == rest.npos ? feed : feed + 1);
    if (gathered_.size() + piece.size() > most) {
        return std::unexpected(too_long);
    }
    rest.remove_prefix(piece.size());
    std::string_view line = piece;
    if (feed == rest.npos || !gathered_.empty()) {
        gathered_ += piece;
        if (feed == rest.npos) return std::nullopt;
        line = gathered_;
    }
    if (!line.ends_with("\r\n")) return std::unexpected(ChunkError::bad_line_ending);
    return line.substr(0, line.size() - 2);
}

std::expected<void, ChunkError> ChunkedDecoder::read_line(std::string_view line) {
    switch (step_) {
        case Step::size:
            return read_size(line);
        case Step::content_end:
            if (!line.empty()) return std::unexpected(ChunkError::bad_line_ending);
            step_ = Step::size;
            return {};
        case Step::trailers:
            return read_trailer(line);
        case Step::content:
        case Step::finished:
            break;
    }
    return {};
}

// chunk = chunk-size [ chunk-ext ] CRLF; chunk-size = 1*HEXDIG
std::expected<void, ChunkError> ChunkedDecoder::read_size(std::string_view line) {
    std::size_t digits = 0;
    std::uint64_t size = 0;
    while (digits < line.size() && base::hex_value(line[digits]) >= 0) {
        if (size >> (4 * (most_digits - 1)) != 0) return std::unexpected(ChunkError::bad_size);
        size = size * 16 + static_cast<std::uint64_t>(base::hex_value(line[digits]));
        ++digits;
    }
    if (digits == 0) return std::unexpected(ChunkError::bad_size);
    const std::string_view extensions = line.substr(digits);
    if (!extensions.empty() && extensions.front() != ';') {
        return std::unexpected(ChunkError::bad_size);
    }
    if (!are_extensions(extensions)) return std::unexpected(ChunkError::bad_extension);
    extensions_ += extensions.size();
    if (extensions_ > max_extensions) return std::unexpected(ChunkError::too_many_extensions);
    left_ = size;
    step_ = size == 0 ? Step::trailers : Step::content;
    return {};
}

std::expected<void, ChunkError> ChunkedDecoder::read_trailer(std::string_view line) {
    if (line.empty()) {
        step_ = Step::finished;
        return {};
    }
    trailer_bytes_ += line.size() + 2;
    if (trailer_bytes_ > max_trailers) return std::unexpected(ChunkError::trailers_too_large);
    const auto halves = base::split_once(line, ':');
    if (!halves || !base::is_token(halves->before) || is_smuggled(halves->before)) {
        return std::unexpected(ChunkError::bad_trailer);
    }
    const std::string_view value = base::trim_blanks(halves->after);
    if (!is_field_value(value)) return std::unexpected(ChunkError::bad_trailer);
    if (!is_dropped(halves->before)) trailers_.emplace_back(halves->before, value);
    return {};
}

}  // namespace tined::http
