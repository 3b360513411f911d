#include "template/escaper.hpp"

#include <array>
#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "template/append.hpp"

namespace tined::templates {
namespace {

class NoEscaping final : public Escaper {
public:
    std::expected<void, std::string> write(const value::Value& value,
                                           std::string& out) const override {
        value.print_to(out);
        return {};
    }
};

class HtmlEscaping final : public Escaper {
public:
    std::expected<void, std::string> write(const value::Value& value,
                                           std::string& out) const override {
        if (value.is_text()) {
            append_html_escaped(value.as_text(), out);
        } else if (value.is_number() || value.is_null() || value.is_undefined()) {
            value.print_to(out);  // has nothing that could be escaped
        } else {
            append_html_escaped(value.print(), out);
        }
        return {};
    }
};

// By each byte: whether it stands for itself in HTML.
constexpr std::array<bool, 256> stands_for_itself = [] {
    std::array<bool, 256> table{};
    table.fill(true);
    for (const char c : {'&', '<', '>', '"', '\''}) table[static_cast<unsigned char>(c)] = false;
    return table;
}();

#ifdef __SSE2__
// A bit for each of 16 bytes that does not stand for itself. & and ' differ in their lowest bit, <
// and > in the next: with it set both are the same.
unsigned escaped_bytes(__m128i bytes) {
    const __m128i ampersand_or_quote =
        _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8('\''));
    const __m128i bracket =
        _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i any = _mm_or_si128(_mm_or_si128(ampersand_or_quote, bracket), quote);
    return static_cast<unsigned>(_mm_movemask_epi8(any));
}
#endif

// The first byte that does not stand for itself, or the end.
const char* find_escaped(const char* at, const char* end) {
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        const unsigned found = escaped_bytes(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
        if (found != 0) return at + std::countr_zero(found);
    }
    if (end - at >= 8) {
        const unsigned found = escaped_bytes(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)));
        if (found != 0) return at + std::countr_zero(found);
        at += 8;
    }
#endif
    while (at != end && stands_for_itself[static_cast<unsigned char>(*at)]) ++at;
    return at;
}

std::string_view html_reference(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&#34;";
        default:
            return "&#39;";
    }
}

}  // namespace

const Escaper& no_escaping() noexcept {
    static const NoEscaping escaper;
    return escaper;
}

const Escaper& html_escaping() noexcept {
    static const HtmlEscaping escaper;
    return escaper;
}

void append_html_escaped(std::string_view text, std::string& out) {
    const char* written = text.data();
    const char* const end = written + text.size();
    for (const char* at; (at = find_escaped(written, end)) != end; written = at + 1) {
        append({written, at}, out);
        append(html_reference(*at), out);
    }
    append({written, end}, out);
}

}  // namespace tined::templates
