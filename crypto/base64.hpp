// Base64, RFC 4648 §4, and its form for URLs, §5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tined::crypto {

/// The standard alphabet, padded.
std::string encode_base64(std::string_view bytes);
/// The alphabet of §5 without padding: safe in a URL, a file name and an entity tag.
std::string encode_base64url(std::string_view bytes);

/// Takes only what encode_base64() makes: padded, no white space, and no bits set that are thrown
/// away, so that no two texts mean the same bytes.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace tined::crypto
