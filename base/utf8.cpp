#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace tined::base {
namespace {

constexpr char32_t first_surrogate = 0xD800;
constexpr char32_t last_surrogate = 0xDFFF;
constexpr char32_t last_code_point = 0x10FFFF;

constexpr unsigned byte_at(std::string_view text, std::size_t index) noexcept {
    return static_cast<unsigned char>(text[index]);
}

constexpr bool is_continuation(unsigned byte) noexcept { return (byte & 0xC0) == 0x80; }

// How many bytes the lead byte promises; 0 for what cannot lead.
constexpr std::size_t promised_size(unsigned lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;  // a continuation, or C0 and C1, which only overlong forms need
    if (lead < 0xE0) return 2;
    if (lead < 0xF0) return 3;
    if (lead < 0xF5) return 4;
    return 0;
}

// The smallest code point that needs this many bytes: anything less was written overlong.
constexpr char32_t smallest_of_size(std::size_t size) noexcept {
    if (size == 4) return 0x10000;
    if (size == 3) return 0x800;
    return size == 2 ? 0x80 : 0;
}

// The length of the plain ASCII that `text` starts with, to 8 bytes; most text is all of it.
std::size_t ascii_words(std::string_view text) noexcept {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    std::size_t done = 0;
    for (; text.size() - done >= sizeof(std::uint64_t); done += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + done, sizeof word);
        if ((word & high_bits) != 0) break;
    }
    return done;
}

}  // namespace

std::optional<CodePoint> first_code_point(std::string_view text) noexcept {
    if (text.empty()) return std::nullopt;
    const unsigned lead = byte_at(text, 0);
    const std::size_t size = promised_size(lead);
    if (size == 0 || size > text.size()) return std::nullopt;
    if (size == 1) return CodePoint{lead, 1};
    char32_t value = lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const unsigned byte = byte_at(text, i);
        if (!is_continuation(byte)) return std::nullopt;
        value = value << 6 | (byte & 0x3F);
    }
    if (value < smallest_of_size(size) || value > last_code_point) return std::nullopt;
    if (value >= first_surrogate && value <= last_surrogate) return std::nullopt;
    return CodePoint{value, size};
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        text.remove_prefix(ascii_words(text));
        // Then 8 code points one by one, so that mixed text does not ask for words in vain.
        for (int i = 0; i < 8 && !text.empty(); ++i) {
            const auto point = first_code_point(text);
            if (!point) return false;
            text.remove_prefix(point->size);
        }
    }
    return true;
}

bool append_code_point(std::string& text, char32_t value) {
    if (value > last_code_point) return false;
    if (value >= first_surrogate && value <= last_surrogate) return false;
    const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | value >> 6);
        put(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        put(0xE0 | value >> 12);
        put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    } else {
        put(0xF0 | value >> 18);
        put(0x80 | (value >> 12 & 0x3F));
        put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    }
    return true;
}

std::size_t count_code_points(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return !is_continuation(static_cast<unsigned char>(c)); }));
}

}  // namespace tined::base
