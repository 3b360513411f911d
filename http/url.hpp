// Absolute http: and https: URLs, as a client needs them: where to connect, what to ask for
// (RFC 3986, RFC 9110 §4.2), and references to others (Location).
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace tined::http {

enum class UrlError : std::uint8_t {
    no_scheme,        ///< neither http:// nor https://
    bad_authority,    ///< no host, or what is no name, address or port
    has_credentials,  ///< user:password@, which RFC 9110 §4.2.4 tells to distrust
    bad_character,    ///< a control character
};

/// For messages: "a host that is none".
std::string_view to_text(UrlError error) noexcept;

/// Who answers: what a connection is good for, and whom credentials belong to.
struct Origin {
    bool is_secure = false;
    std::string host;  ///< lower case; an IPv6 address without its brackets
    std::uint16_t port = 0;

    auto operator<=>(const Origin&) const = default;
};

struct Url {
    Origin origin;
    std::string target;  ///< path and query: what stands in the request line; begins with '/'

    /// As Host has it: brackets around IPv6, no port where it is the scheme's own.
    std::string authority() const;
    std::string text() const;
};

/// The fragment is dropped. Spaces and bytes past ASCII in path and query become %XX, as browsers
/// send them; all else stays as it is written.
std::expected<Url, UrlError> parse_url(std::string_view text);

/// What `reference` means on the page `base` (RFC 3986 §5.2): an absolute URL, or what is to be
/// completed. Dot segments of the path are removed, never above the root.
std::expected<Url, UrlError> resolve_url(const Url& base, std::string_view reference);

}  // namespace tined::http
