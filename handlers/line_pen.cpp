#include "handlers/line_pen.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/text.hpp"
#include "base/words.hpp"
#include "value/json.hpp"
#include "value/print.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tined::handlers {
namespace {

#ifdef __SSE2__

// Whether one of 16 bytes is to be escaped: not 0x20 to 0x7e, a quote, a backslash. All bits of a
// byte that is are set.
__m128i special_of(__m128i bytes) noexcept {
    // As signed numbers those from 0x80 on are less than a space too.
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));
    const __m128i del = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return _mm_or_si128(_mm_or_si128(low, del), _mm_or_si128(quote, backslash));
}

bool is_none(__m128i special) noexcept { return _mm_movemask_epi8(special) == 0; }

__m128i copy_16(const char* from, char* to) noexcept {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    return bytes;
}

// The last step overlaps the one before it, so that no byte is looked at by itself. Two callers: a
// call of its own would be a quarter of it.
[[gnu::always_inline]] inline bool copy_if_plain(std::string_view text, char* to) noexcept {
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size >= 16) {
        __m128i special = special_of(copy_16(from + size - 16, to + size - 16));
        for (std::size_t at = 0; at + 16 < size; at += 16)
            special = _mm_or_si128(special, special_of(copy_16(from + at, to + at)));
        return is_none(special);
    }
    if (size >= 8) {
        const std::uint64_t first = base::load_word(from);
        const std::uint64_t last = base::load_word(from + size - 8);
        std::memcpy(to, &first, 8);
        std::memcpy(to + size - 8, &last, 8);
        const auto both =
            _mm_set_epi64x(static_cast<long long>(last), static_cast<long long>(first));
        return is_none(special_of(both));
    }
    if (size == 0) return true;
    const std::uint64_t word = base::load_short_word(from, size);
    if (size >= 4) {
        std::memcpy(to, from, 4);
        std::memcpy(to + size - 4, from + size - 4, 4);
    } else {
        std::memcpy(to, &word, 3);  // there is room for most_of_a_byte
    }
    const int looked_at = size >= 4 ? 0xff : 0x7;  // what of the word is of the text
    const auto one = _mm_cvtsi64_si128(static_cast<long long>(word));
    return (_mm_movemask_epi8(special_of(one)) & looked_at) == 0;
}

#else

bool copy_if_plain(std::string_view text, char* to) noexcept {
    std::ranges::copy(text, to);
    return std::ranges::none_of(
        text, [](char c) { return (c != ' ' && !base::is_visible(c)) || c == '"' || c == '\\'; });
}

#endif

}  // namespace

void LinePen::escaped(std::string_view text) {
    if (!copy_if_plain(text, at_)) return escape(text);
    at_ += text.size();
}

void LinePen::json(std::string_view text) {
    *at_ = '"';
    if (!copy_if_plain(text, at_ + 1)) return escape_json(text);
    at_ += text.size() + 1;
    *at_++ = '"';
}

// Apart, as it is rare: with it in the same function the other way costs 15 instructions more.
void LinePen::escape(std::string_view special) { text(base::escape_for_message(special)); }

void LinePen::escape_json(std::string_view special) {
    std::string written;
    value::write_json(value::Value::borrowed(special), written);
    text(written);
}

void LinePen::real(double number) { at_ = value::print_number(number, at_); }

}  // namespace tined::handlers
