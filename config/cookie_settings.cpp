#include "config/cookie_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/typed.hpp"

namespace tined::config {

namespace {

void read_key(const Reader& value, std::uint32_t version, crypto::KeyRing& ring) {
    const auto text = as_text(value);
    if (!text) return;
    if (text->size() < least_key_bytes) {
        value.fail(fmt::format("a key has at least {} bytes, and this one has {}", least_key_bytes,
                               text->size()));
        return;
    }
    ring.keys.emplace(version, *text);
    ring.current = std::max(ring.current, version);
}

std::optional<std::uint32_t> version_of(std::string_view key) {
    const auto version = base::parse_integer<std::uint32_t>(key);
    const bool has_leading_zero = key.size() > 1 && key.front() == '0';
    return has_leading_zero ? std::nullopt : version;
}

void read_keys(const Reader& value, crypto::KeyRing& ring) {
    if (value.node().kind == NodeKind::scalar) {
        ring.believes_any_version = true;
        return read_key(value, 0, ring);
    }
    MappingReader in(value, "a secret, or a mapping of versions to secrets");
    for (const auto& [key, secret] : in.take_all()) {
        if (const auto version = version_of(key)) {
            read_key(secret, *version, ring);
        } else {
            in.fail_at_key(key, "a key's version is a whole number: 0, 1, 2, ...");
        }
    }
}

std::optional<std::string> as_cookie_path(const Reader& value) {
    auto text = as_text(value);
    const auto is_bad = [](char c) { return c == ';' || base::is_control(c); };
    if (text && text->starts_with('/') && std::ranges::none_of(*text, is_bad)) return text;
    if (text) value.expected("a path that begins with / and holds no ;");
    return std::nullopt;
}

void read_defaults(const Reader& value, CookieDefaults& defaults) {
    using Secure = CookieDefaults::Secure;
    using http::SameSite;
    MappingReader in(value);
    in.read("path", defaults.path, as_cookie_path);
    in.read("http_only", defaults.http_only, as_boolean);
    in.read("secure", defaults.secure,
            OneOf<Secure>{
                {{"auto", Secure::by_protocol}, {"true", Secure::on}, {"false", Secure::off}}});
    in.read("same_site", defaults.same_site,
            OneOf<SameSite>{{{"Lax", SameSite::lax},
                             {"Strict", SameSite::strict},
                             {"None", SameSite::none},
                             {"off", SameSite::unset}}});
    in.finish();
}

}  // namespace

void read_cookies(const Reader& value, Cookies& cookies) {
    MappingReader in(value);
    const auto keys = in.take("keys");
    if (keys) read_keys(*keys, cookies.keys);
    if (const auto current = in.take("current")) {
        const auto version = Integer<std::uint32_t>{}(*current);
        // A key that was refused has been told, and is not to be missed once more.
        const bool is_written = keys && keys->node().find(current->node().text);
        if (version && !cookies.keys.keys.contains(*version) && !is_written) {
            current->fail(fmt::format("there is no key of version {}", *version));
        }
        if (version) cookies.keys.current = *version;
    }
    if (const auto age = in.take("max_age")) {
        const auto duration = as_nonzero_duration(*age);
        if (duration) cookies.max_age = std::chrono::ceil<std::chrono::seconds>(*duration);
    }
    if (const auto defaults = in.take("defaults")) read_defaults(*defaults, cookies.defaults);
    in.finish();
}

}  // namespace tined::config
