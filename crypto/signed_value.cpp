#include "crypto/signed_value.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "base/text.hpp"
#include "crypto/base64.hpp"

namespace tined::crypto {
namespace {

constexpr std::string_view version = "2|";

struct Fields {
    std::uint32_t key_version = 0;
    std::int64_t signed_at = 0;  // seconds since 1970
    std::string_view name;
    std::string_view value;    // base64
    std::string_view covered;  // what the signature is of
    std::string_view signature;
};

std::string field(std::string_view text) { return fmt::format("{}:{}|", text.size(), text); }

// Takes `length:text|` off the front.
std::optional<std::string_view> take_field(std::string_view& rest) {
    const auto halves = base::split_once(rest, ':');
    if (!halves) return std::nullopt;
    const auto length = base::parse_integer<std::size_t>(halves->before);
    if (!length || *length >= halves->after.size()) return std::nullopt;
    if (halves->after[*length] != '|') return std::nullopt;
    rest = halves->after.substr(*length + 1);
    return halves->after.substr(0, *length);
}

std::optional<Fields> parse(std::string_view text) {
    if (!text.starts_with(version)) return std::nullopt;
    std::string_view rest = text.substr(version.size());
    const auto key_version = take_field(rest);
    const auto signed_at = key_version ? take_field(rest) : std::nullopt;
    const auto name = signed_at ? take_field(rest) : std::nullopt;
    const auto value = name ? take_field(rest) : std::nullopt;
    if (!value) return std::nullopt;
    const auto version_number = base::parse_integer<std::uint32_t>(*key_version);
    const auto seconds = base::parse_integer<std::int64_t>(*signed_at);
    if (!version_number || !seconds) return std::nullopt;
    return Fields{.key_version = *version_number,
                  .signed_at = *seconds,
                  .name = *name,
                  .value = *value,
                  .covered = text.substr(0, text.size() - rest.size()),
                  .signature = rest};
}

const HmacKey* find_key(const KeyRing& ring, std::uint32_t key_version) {
    const auto found = ring.keys.find(ring.believes_any_version ? ring.current : key_version);
    return found == ring.keys.end() ? nullptr : &found->second;
}

bool is_signed_by(const HmacKey& key, const Fields& fields) {
    const std::string expected = to_hex(key.code_of(fields.covered));
    return fields.signature.size() == expected.size() &&
           CRYPTO_memcmp(fields.signature.data(), expected.data(), expected.size()) == 0;
}

// In floating point, for neither a wild max_age nor a wild time may overflow; both are exact to
// the second for the next hundred million years.
bool is_too_old(std::int64_t signed_at, std::chrono::sys_seconds now,
                std::chrono::seconds max_age) {
    const auto oldest =
        static_cast<double>(now.time_since_epoch().count()) - static_cast<double>(max_age.count());
    return static_cast<double>(signed_at) < oldest;
}

}  // namespace

std::string sign_value(const KeyRing& ring, std::string_view name, std::string_view value,
                       std::chrono::sys_seconds now) {
    const HmacKey& key = ring.keys.at(ring.current);
    std::string text(version);
    text += field(fmt::to_string(ring.current));
    text += field(fmt::to_string(now.time_since_epoch().count()));
    text += field(name);
    text += field(encode_base64(value));
    text += to_hex(key.code_of(text));
    return text;
}

std::optional<std::string> verify_value(const KeyRing& ring, std::string_view name,
                                        std::string_view signed_value, std::chrono::sys_seconds now,
                                        std::chrono::seconds max_age) {
    const auto fields = parse(signed_value);
    if (!fields) return std::nullopt;
    const HmacKey* const key = find_key(ring, fields->key_version);
    // The signature before all else: what it does not vouch for must not be looked at.
    if (key == nullptr || !is_signed_by(*key, *fields)) return std::nullopt;
    if (fields->name != name) return std::nullopt;
    if (is_too_old(fields->signed_at, now, max_age)) return std::nullopt;
    return decode_base64(fields->value);
}

}  // namespace tined::crypto
