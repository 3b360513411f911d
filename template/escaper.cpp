#include "template/escaper.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "template/output.hpp"

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

// The next bytes of a text, at most Output::block of them. What is behind its end is not read.
#ifdef __SSE2__

std::uint64_t word_of(const char* bytes, std::size_t size) {
    if (size >= 4) {
        std::uint32_t first;
        std::uint32_t last;  // overlaps the first: the bytes that both have are the same
        std::memcpy(&first, bytes, 4);
        std::memcpy(&last, bytes + size - 4, 4);
        return first | std::uint64_t{last} << (8 * (size - 4));
    }
    std::uint64_t word = 0;
    for (std::size_t i = size; i-- > 0;) word = word << 8 | static_cast<unsigned char>(bytes[i]);
    return word;
}

class Block {
public:
    Block(const char* bytes, std::size_t size) {
        if (size == Output::block) {
            bytes_ = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
        } else if (size >= 8) {
            bytes_ = _mm_set_epi64x(static_cast<long long>(word_of(bytes + 8, size - 8)),
                                    static_cast<long long>(whole_word_of(bytes)));
        } else {
            bytes_ = _mm_cvtsi64_si128(static_cast<long long>(word_of(bytes, size)));
        }
    }

    /// How many stand for themselves before one that does not; Output::block if all do.
    std::size_t plain() const {
        // & and ' differ in their lowest bit, < and > in the next: with it set both are the same.
        const __m128i ampersand_or_quote =
            _mm_cmpeq_epi8(_mm_or_si128(bytes_, _mm_set1_epi8(1)), _mm_set1_epi8('\''));
        const __m128i bracket =
            _mm_cmpeq_epi8(_mm_or_si128(bytes_, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
        const __m128i quote = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('"'));
        const __m128i any = _mm_or_si128(_mm_or_si128(ampersand_or_quote, bracket), quote);
        const auto marks = static_cast<unsigned>(_mm_movemask_epi8(any));
        return marks == 0 ? Output::block : static_cast<std::size_t>(std::countr_zero(marks));
    }

    void copy_to(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes_); }

private:
    static std::uint64_t whole_word_of(const char* bytes) {
        std::uint64_t word;
        std::memcpy(&word, bytes, 8);
        return word;
    }

    __m128i bytes_;
};

#else

class Block {
public:
    Block(const char* bytes, std::size_t size) : bytes_(bytes, size) {}
    std::size_t plain() const { return std::min(bytes_.find_first_of("&<>\"'"), Output::block); }
    void copy_to(char* to) const { std::memcpy(to, bytes_.data(), bytes_.size()); }

private:
    std::string_view bytes_;
};

#endif

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

bool write_html_escaped(std::string_view text, Output& output) {
    while (!text.empty()) {
        // What is left is at least as long when it is written: reserving it all is never too much.
        if (!output.reserve(text.size())) return false;
        std::size_t plain;
        do {
            const std::size_t size = std::min(text.size(), Output::block);
            const Block block(text.data(), size);
            block.copy_to(output.at());
            plain = block.plain();
            output.advance(std::min(plain, size));
            text.remove_prefix(std::min(plain, size));
        } while (plain == Output::block && !text.empty());
        if (text.empty()) return true;
        if (!output.write(html_reference(text.front()))) return false;
        text.remove_prefix(1);
    }
    return true;
}

void append_html_escaped(std::string_view text, std::string& out) {
    Output output;
    output.open(out, out.max_size() / 2);
    if (!write_html_escaped(text, output)) throw std::length_error("an escaped text");
}

}  // namespace tined::templates
