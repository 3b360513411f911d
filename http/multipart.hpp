// The body of a form with files: multipart/form-data (RFC 7578, RFC 2046 §5.1), whole in memory.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/form.hpp"

namespace tined::http {

struct UploadedFile {
    std::string name;          ///< of the form's field
    std::string filename;      ///< as sent, decoded: a client's word, never a path to write to
    std::string content_type;  ///< as sent; empty if not
    std::string_view content;  ///< of the body
};

struct Multipart {
    Pairs fields;
    std::vector<UploadedFile> files;
};

/// The fields of one part, their line ends included.
inline constexpr std::size_t max_part_head = 8 * 1024;

/// The boundary of a Content-Type, where that is multipart/form-data with a proper one (1 to 70 of
/// RFC 2046's characters).
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Parts with a `filename` are files, all others are fields. What stands before the first
/// boundary and behind the last one must be empty lines. Names and filenames
/// are read as browsers write them: in quotes, with %22, %0D and %0A for `"`, CR and LF, or with
/// backslashes before quotes; `filename*` (RFC 8187) wins. What is no UTF-8 becomes U+FFFD. A
/// Content-Transfer-Encoding is ignored (RFC 7578 §4.7). The files' content points into `body`.
std::expected<Multipart, FormError> parse_multipart(std::string_view body,
                                                    std::string_view boundary,
                                                    std::size_t most_parts);

}  // namespace tined::http
