#include "crypto/base64.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tined::crypto {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view for_urls =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint32_t no_digit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
    std::array<std::uint8_t, 256> digits = {};
    digits.fill(no_digit);
    for (std::size_t i = 0; i < standard.size(); ++i) {
        digits[static_cast<unsigned char>(standard[i])] = static_cast<std::uint8_t>(i);
    }
    return digits;
}
constexpr auto digits = make_digits();

constexpr std::uint32_t byte_at(std::string_view bytes, std::size_t index) {
    return index < bytes.size() ? static_cast<unsigned char>(bytes[index]) : 0;
}

std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::uint32_t group =
            byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
        for (const unsigned shift : {18u, 12u, 6u, 0u})
            text.push_back(alphabet[group >> shift & 63]);
    }
    // The digits of the bytes that were not there.
    text.resize(text.size() - (3 - bytes.size() % 3) % 3);
    return text;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
    std::string text = encode(bytes, standard);
    text.resize((text.size() + 3) / 4 * 4, '=');
    return text;
}

std::string encode_base64url(std::string_view bytes) { return encode(bytes, for_urls); }

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    for (; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const std::uint32_t digit = digits[static_cast<unsigned char>(c)];
        if (digit == no_digit) return std::nullopt;
        bits = bits << 6 | digit;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<char>(bits >> held & 0xFF));
        bits &= (1u << held) - 1;
    }
    if (bits != 0) return std::nullopt;
    return bytes;
}

}  // namespace tined::crypto
