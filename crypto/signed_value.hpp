// Tornado's signed values, version 2: text that a client keeps and cannot change unnoticed. It can
// read it: signing is not hiding. What Tornado signs, tined believes, and the other way round.
//
//     2|1:0|10:1700000000|3:key|8:dmFsdWU=|de5c42d8...
//       key  time of      name  value in   HMAC-SHA-256 in hexadecimal digits
//       ver. signing            base64     of all before it, the last bar too
//
// The number before each colon is the field's length in bytes, so no field needs escaping.
// Source: the documentation of tornado.web.create_signed_value, and values recorded from it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/digest.hpp"

namespace tined::crypto {

/// The keys that are believed, by version, and the one that signs. A key leaves the ring when
/// nothing it signed shall be believed any more.
struct KeyRing {
    std::map<std::uint32_t, HmacKey> keys;
    std::uint32_t current = 0;  ///< the version that signs; it must be in `keys` to sign
    /// Set where one bare key is configured, as version 0: like Tornado it then verifies values
    /// of every version, so that going back from a ring to one of its keys logs nobody out.
    bool believes_any_version = false;
};

/// `name` is what the value is for, a cookie's name: a value signed for one is not believed for
/// another. Throws std::out_of_range if the ring has no key `current`.
std::string sign_value(const KeyRing& ring, std::string_view name, std::string_view value,
                       std::chrono::sys_seconds now);

/// The value, if `signed_value` was signed with a key of the ring, for `name`, and no more than
/// `max_age` before `now` (exactly `max_age` is still believed; a time to come is believed, for
/// clocks differ). Why not, nobody is told: an attacker would be the one to learn from it. The
/// time it takes does not depend on where the signature differs. Only version 2 of the format is
/// known; version 1 signs so little that a value can be passed off as another.
std::optional<std::string> verify_value(const KeyRing& ring, std::string_view name,
                                        std::string_view signed_value, std::chrono::sys_seconds now,
                                        std::chrono::seconds max_age);

}  // namespace tined::crypto
