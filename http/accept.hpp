// What a client would rather have: Accept (RFC 9110 §12.5.1), Accept-Encoding (§12.5.3).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "http/content_coding.hpp"
#include "http/fields.hpp"

namespace tined::http {

/// 0 to 1000, thousandths of a q-value, of a media type such as "text/html" for this client, by the
/// most specific range that covers it. 1000 without Accept; 0 if nothing covers it.
int media_quality(const Fields& fields, std::string_view media_type) noexcept;

/// The kinds of error page that tined itself can write.
enum class PageKind : std::uint8_t { html, json, text };

/// The one with the best quality; of equals the one that is named (not by a wildcard), then in the
/// order above. Html if the client accepts none of them: an error is told in any case.
PageKind preferred_page(const Fields& fields) noexcept;

/// Whether the client asks for a page: text/html, text/* or application/xhtml+xml by name. A `*/*`
/// alone is what scripts, images and fetch() send, who had better get their 404.
bool asks_for_html(const Fields& fields) noexcept;

/// The coding of `offered` that the client gives the best quality; of equals the first offered.
/// identity without Accept-Encoding, if the client takes none of them or likes identity better, and
/// also if it refuses identity besides: an answer that it did not ask for is better than none.
ContentCoding preferred_coding(const Fields& fields,
                               std::span<const ContentCoding> offered) noexcept;

}  // namespace tined::http
