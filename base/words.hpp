// A few bytes as one number, for code that looks at eight of them in one step. In the machine's
// order: for comparing and for bits, not for reading numbers.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/text.hpp"

namespace tined::base {

/// Each byte of a word.
constexpr std::uint64_t every_byte(std::uint8_t byte) noexcept {
    return byte * std::uint64_t{0x0101010101010101};
}

inline std::uint64_t load_word(const char* from) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// Fewer than eight bytes, and nothing beside them: each is in it at least once, and where depends
/// on their number alone. The rest is zero. By loads that overlap, for a loop of single bytes costs
/// five times as much.
inline std::uint64_t load_short_word(const char* from, std::size_t size) noexcept {
    assert(size < 8);
    if (size >= 4) {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        std::memcpy(&first, from, sizeof first);
        std::memcpy(&last, from + size - sizeof last, sizeof last);
        return first | std::uint64_t{last} << 32;
    }
    if (size == 0) return 0;
    const auto byte = [from](std::size_t at) {
        return std::uint64_t{static_cast<unsigned char>(from[at])};
    };
    return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
}

/// Each byte as base::to_lower() has it.
constexpr std::uint64_t lower_word(std::uint64_t word) noexcept {
    const std::uint64_t low_bits = word & every_byte(0x7f);
    const std::uint64_t is_from_a = low_bits + every_byte(0x80 - 'A');
    const std::uint64_t is_past_z = low_bits + every_byte(0x7f - 'Z');
    const std::uint64_t is_upper = (is_from_a ^ is_past_z) & ~word & every_byte(0x80);
    return word | is_upper >> 2;  // 0x80 becomes 0x20
}

/// The same, of a whole text.
inline void lower_in_place(std::span<char> text) noexcept {
    constexpr std::size_t step = sizeof(std::uint64_t);
    if (text.size() < step) {
        for (char& c : text) c = to_lower(c);
        return;
    }
    // The last step overlaps the one before it: what is lower case already stays as it is.
    for (std::size_t at = 0; at < text.size(); at += step) {
        char* const from = text.data() + std::min(at, text.size() - step);
        const std::uint64_t word = lower_word(load_word(from));
        std::memcpy(from, &word, step);
    }
}

}  // namespace tined::base
