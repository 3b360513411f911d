// The place that a text is for decides what is escaped in it, and how. Each place has its Escaper,
// or a check of the whole result; together they are why no expression can inject anything.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "template/escaper.hpp"

namespace tined::handlers {

/// Each value is percent-encoded as one component of a URL (RFC 3986 §2.3 stays as it is); one that
/// leads must be a path of this site, and keeps what makes it one.
const templates::Escaper& url_escaping() noexcept;

/// Whether `text` is a path of this site: it begins with one `/`, and a browser cannot take what
/// follows for a host (`//host`, `/\host`, and both with a tab in between, which browsers drop);
/// nor can one that takes dot segments out first (`/..//host`).
bool is_own_path(std::string_view text) noexcept;

/// Where literal text comes to a stop before the end of a URL's host, what follows could name any.
/// Read as browsers do (the URL standard §4.4): `\` is a slash, and after `https:` any number of
/// slashes, none too, leads to the host.
bool ends_within_authority(std::string_view leading_text) noexcept;

/// Whether the first {{ }} of a text ends in the filter `away`, which lets it name another site.
bool leads_away(std::string_view source) noexcept;

}  // namespace tined::handlers
