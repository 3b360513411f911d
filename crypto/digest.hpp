// SHA-256, and HMAC with it: what names content and what vouches for it.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tined::crypto {

using Sha256 = std::array<unsigned char, 32>;

Sha256 sha256(std::string_view bytes);
/// HMAC-SHA-256, RFC 2104. A key of any length, the empty one too: rules for keys are the caller's.
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

/// All of it: 64 lower-case digits.
std::string to_hex(const Sha256& digest);
/// The first 96 bits in 16 characters of base64url: enough that no two contents of a site share
/// it, short enough for an ETag or `?v=`.
std::string short_name(const Sha256& digest);

}  // namespace tined::crypto
