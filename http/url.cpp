#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "http/authority.hpp"

namespace tined::http {
namespace {

constexpr std::array<std::string_view, 4> sentences = {
    "neither http:// nor https://",
    "a host or port that is none",
    "a name and password in it",
    "a control character in it",
};

constexpr std::uint16_t port_of(bool is_secure) noexcept { return is_secure ? 443 : 80; }

std::string_view without_fragment(std::string_view text) noexcept {
    return text.substr(0, text.find('#'));
}

std::string escape(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (base::is_visible(c)) {
            escaped += c;
        } else {
            fmt::format_to(std::back_inserter(escaped), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return escaped;
}

// RFC 3986 §5.2.4, segment by segment. `path` begins with '/'.
std::string without_dot_segments(std::string_view path) {
    std::vector<std::string_view> kept;
    const auto segments = base::split(path.substr(1), '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const bool is_last = i + 1 == segments.size();
        if (segments[i] == "..") {
            if (!kept.empty()) kept.pop_back();
        } else if (segments[i] != ".") {
            kept.push_back(segments[i]);
            continue;
        }
        if (is_last) kept.emplace_back();  // "/a/.." is "/", and not ""
    }
    std::string clean;
    for (const std::string_view segment : kept) clean.append("/").append(segment);
    return clean.empty() ? "/" : clean;
}

std::expected<Origin, UrlError> parse_origin(bool is_secure, std::string_view authority) {
    if (authority.find('@') != authority.npos) return std::unexpected(UrlError::has_credentials);
    if (authority.empty() || !is_authority(authority)) {
        return std::unexpected(UrlError::bad_authority);
    }
    const std::size_t host_end =
        authority.front() == '[' ? authority.find(']') + 1 : authority.find(':');
    std::string_view host = authority.substr(0, host_end);
    std::string_view port = authority.substr(host.size());
    if (!port.empty()) port.remove_prefix(1);
    if (host.front() == '[') host = host.substr(1, host.size() - 2);
    const std::uint16_t number =
        port.empty() ? port_of(is_secure) : *base::parse_integer<std::uint16_t>(port);
    if (number == 0) return std::unexpected(UrlError::bad_authority);
    return Origin{is_secure, base::to_lower(host), number};
}

// Path and query, of which either may be missing.
std::string make_target(std::string_view rest) {
    const std::size_t path_end = std::min(rest.find('?'), rest.size());
    const std::string_view path = rest.substr(0, path_end);
    std::string target = path.empty() ? "/" : without_dot_segments(path);
    target.append(rest.substr(path_end));
    return escape(target);
}

bool has_control(std::string_view text) noexcept {
    return std::ranges::any_of(text, base::is_control);
}

// The path of `base`, up to the last slash.
std::string_view folder_of(const Url& base) noexcept {
    const std::string_view path = std::string_view(base.target).substr(0, base.target.find('?'));
    return path.substr(0, path.rfind('/') + 1);
}

bool has_scheme(std::string_view text) noexcept {
    const std::size_t colon = text.find(':');
    return colon != text.npos && text.substr(0, colon).find_first_of("/?") == text.npos;
}

}  // namespace

std::string_view to_text(UrlError error) noexcept {
    return sentences[static_cast<std::size_t>(error)];
}

std::string Url::authority() const {
    const bool is_ipv6 = origin.host.find(':') != std::string::npos;
    std::string text = is_ipv6 ? fmt::format("[{}]", origin.host) : origin.host;
    if (origin.port != port_of(origin.is_secure)) text.append(fmt::format(":{}", origin.port));
    return text;
}

std::string Url::text() const {
    return fmt::format("{}://{}{}", origin.is_secure ? "https" : "http", authority(), target);
}

std::expected<Url, UrlError> parse_url(std::string_view text) {
    if (has_control(text)) return std::unexpected(UrlError::bad_character);
    const bool is_secure = base::starts_with_ignoring_case(text, "https://");
    if (!is_secure && !base::starts_with_ignoring_case(text, "http://")) {
        return std::unexpected(UrlError::no_scheme);
    }
    const std::string_view rest = without_fragment(text.substr(is_secure ? 8 : 7));
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    auto origin = parse_origin(is_secure, rest.substr(0, end));
    if (!origin) return std::unexpected(origin.error());
    return Url{std::move(*origin), make_target(rest.substr(end))};
}

std::expected<Url, UrlError> resolve_url(const Url& base, std::string_view reference) {
    if (has_scheme(reference)) return parse_url(reference);
    if (reference.starts_with("//")) {
        return parse_url((base.origin.is_secure ? "https:" : "http:") + std::string(reference));
    }
    if (has_control(reference)) return std::unexpected(UrlError::bad_character);
    const std::string_view rest = without_fragment(reference);
    if (rest.empty()) return base;
    if (rest.front() == '/') return Url{base.origin, make_target(rest)};
    if (rest.front() == '?') {
        const std::string path = base.target.substr(0, base.target.find('?'));
        return Url{base.origin, escape(path + std::string(rest))};
    }
    return Url{base.origin, make_target(std::string(folder_of(base)).append(rest))};
}

}  // namespace tined::http
