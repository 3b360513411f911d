// Up to 16 bytes of a text, in a register where there is one of that size: most of what templates
// print is that short, and is looked at and copied without a loop.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tined::templates {

#ifdef __SSE2__

class ShortText {
public:
    static constexpr std::size_t most = 16;

    /// The first `size` of the bytes, at most `most`. What is behind them is not read.
    ShortText(const char* bytes, std::size_t size) {
        if (size == most) {
            bytes_ = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
        } else if (size > 8) {
            // Two words that overlap, the second without what the first has already.
            const unsigned known = 8 * static_cast<unsigned>(most - size);
            bytes_ = _mm_set_epi64x(static_cast<long long>(word_at(bytes + size - 8) >> known),
                                    static_cast<long long>(word_at(bytes)));
        } else if (size == 8) {
            bytes_ = _mm_cvtsi64_si128(static_cast<long long>(word_at(bytes)));
        } else {
            bytes_ = _mm_cvtsi64_si128(static_cast<long long>(word_of(bytes, size)));
        }
    }

    /// How many stand for themselves in HTML before one that does not; `most` if all do.
    std::size_t plain_in_html() const {
        // & and ' differ in their lowest bit, < and > in the next: with it set both are the same.
        const __m128i ampersand_or_quote =
            _mm_cmpeq_epi8(_mm_or_si128(bytes_, _mm_set1_epi8(1)), _mm_set1_epi8('\''));
        const __m128i bracket =
            _mm_cmpeq_epi8(_mm_or_si128(bytes_, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
        const __m128i quote = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('"'));
        const __m128i any = _mm_or_si128(_mm_or_si128(ampersand_or_quote, bracket), quote);
        const auto marks = static_cast<unsigned>(_mm_movemask_epi8(any));
        return marks == 0 ? most : static_cast<std::size_t>(std::countr_zero(marks));
    }

    /// Writes `most` bytes, of which only those of the text mean something.
    void copy_to(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes_); }

private:
    static std::uint64_t word_at(const char* bytes) {
        std::uint64_t word;
        std::memcpy(&word, bytes, sizeof word);
        return word;
    }
    static std::uint64_t word_of(const char* bytes, std::size_t size) {
        if (size >= 4) {
            std::uint32_t first;
            std::uint32_t last;  // overlaps the first: the bytes that both have are the same
            std::memcpy(&first, bytes, 4);
            std::memcpy(&last, bytes + size - 4, 4);
            return first | std::uint64_t{last} << (8 * (size - 4));
        }
        std::uint64_t word = 0;
        for (std::size_t i = size; i-- > 0;)
            word = word << 8 | static_cast<unsigned char>(bytes[i]);
        return word;
    }

    __m128i bytes_;
};

#else

class ShortText {
public:
    static constexpr std::size_t most = 16;

    ShortText(const char* bytes, std::size_t size) : bytes_(bytes, size) {}
    std::size_t plain_in_html() const { return std::min(bytes_.find_first_of("&<>\"'"), most); }
    void copy_to(char* to) const { std::memcpy(to, bytes_.data(), bytes_.size()); }

private:
    std::string_view bytes_;
};

#endif

}  // namespace tined::templates
