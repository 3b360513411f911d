// `cookies:` the ring of keys that sign, and what cookies have that do not say otherwise.
#pragma once

#include "config/reader.hpp"
#include "config/settings.hpp"

namespace tined::config {

/// A key has this many bytes or more: as many as the digest that it makes (RFC 2104 §3).
inline constexpr std::size_t least_key_bytes = 32;

void read_cookies(const Reader& value, Cookies& cookies);

}  // namespace tined::config
