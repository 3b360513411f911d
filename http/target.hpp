// The path of a request's target, decoded once and here only. It is split at `/` while raw, dot
// segments (encoded ones too) are removed as RFC 3986 §5.2.4 does, never above the root, then
// each segment is percent-decoded once.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace tined::http {

enum class PathError : std::uint8_t {
    bad_escape,  ///< 400: % without two hexadecimal digits
    nul,         ///< 400: %00, or a bare NUL
    not_utf8,    ///< 400: the decoded bytes are no UTF-8
};

/// A decoded path. "/a//b/" has the segments "a", "", "b", "": slashes are not merged.
struct Path {
    Path() = default;
    Path(const Path&) = delete;  // the segments are views into this very text
    Path& operator=(const Path&) = delete;

    /// Keeps the memory for the next path.
    void clear() noexcept;

    std::string text;                        ///< decoded, whole, with its slashes: request.path
    std::vector<std::string_view> segments;  ///< of `text` in its order; "/" has one empty segment
    bool has_hidden_separator = false;  ///< a decoded `/` or `\` in a segment: never given to a
                                        ///< parameter or the file system: 404
};

/// `raw_path` is RequestHead::raw_path: it begins with '/', or is "*", whose one segment is "*".
/// `path` is reused: its memory stays. After an error it is empty.
std::expected<void, PathError> decode_path(std::string_view raw_path, Path& path);

/// Percent-decoding of one component, strict as a path's segment is.
std::expected<std::string, PathError> decode_component(std::string_view raw);

/// Every byte but the unreserved ones of RFC 3986 §2.3 becomes %XX: safe in any part of a URL.
std::string encode_component(std::string_view text);

/// As encode_component(), but `/` and what else a segment may hold (RFC 3986 §3.3) stay.
std::string encode_path(std::string_view path);

}  // namespace tined::http
