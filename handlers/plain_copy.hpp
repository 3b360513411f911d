// Copies a client's words into a line and looks, in the same pass, whether one of their bytes would
// have to be escaped there. Nearly none has to be; so this is what a line of the access log costs,
// and stands where it is called: a call each would be a quarter of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/text.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tined::handlers {

constexpr bool must_be_escaped(char c) noexcept {
    return (c != ' ' && !base::is_visible(c)) || c == '"' || c == '\\';
}

#ifdef __SSE2__

/// Of 16 bytes those that must_be_escaped(): all bits of such a byte are set.
inline __m128i special_of(__m128i bytes) noexcept {
    // As signed numbers those from 0x80 on are less than a space too, and one more makes 0x7f so.
    const __m128i next = _mm_add_epi8(bytes, _mm_set1_epi8(1));
    const __m128i invisible = _mm_cmplt_epi8(next, _mm_set1_epi8(' ' + 1));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return _mm_or_si128(invisible, _mm_or_si128(quote, backslash));
}

inline bool is_none(__m128i special) noexcept { return _mm_movemask_epi8(special) == 0; }

inline __m128i copy_16(const char* from, char* to) noexcept {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    return bytes;
}

/// The first eight and the last eight bytes, which overlap.
inline __m128i copy_8_to_16(const char* from, char* to, std::size_t size) noexcept {
    const __m128i first = _mm_loadu_si64(from);
    const __m128i last = _mm_loadu_si64(from + size - 8);
    _mm_storeu_si64(to, first);
    _mm_storeu_si64(to + size - 8, last);
    return _mm_unpacklo_epi64(first, last);
}

/// Likewise with four, each of them twice.
inline __m128i copy_4_to_8(const char* from, char* to, std::size_t size) noexcept {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, from, 4);
    std::memcpy(&last, from + size - 4, 4);
    std::memcpy(to, &first, 4);
    std::memcpy(to + size - 4, &last, 4);
    const auto both = _mm_unpacklo_epi32(_mm_cvtsi32_si128(static_cast<int>(first)),
                                         _mm_cvtsi32_si128(static_cast<int>(last)));
    return _mm_unpacklo_epi64(both, both);
}

/// Whether none of `text` has to be escaped; then it stands at `to`. Nothing is read or written
/// beside as many bytes as it has.
[[gnu::always_inline]] inline bool copy_if_plain(std::string_view text, char* to) noexcept {
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size >= 16) {  // the last step overlaps the one before it
        __m128i special = special_of(copy_16(from + size - 16, to + size - 16));
        for (std::size_t at = 0; at + 16 < size; at += 16)
            special = _mm_or_si128(special, special_of(copy_16(from + at, to + at)));
        return is_none(special);
    }
    if (size >= 8) return is_none(special_of(copy_8_to_16(from, to, size)));
    if (size >= 4) return is_none(special_of(copy_4_to_8(from, to, size)));
    bool is_plain = true;
    for (std::size_t at = 0; at < size; ++at) {
        to[at] = from[at];
        is_plain &= !must_be_escaped(from[at]);
    }
    return is_plain;
}

#else

inline bool copy_if_plain(std::string_view text, char* to) noexcept {
    std::ranges::copy(text, to);
    return std::ranges::none_of(text, must_be_escaped);
}

#endif

}  // namespace tined::handlers
