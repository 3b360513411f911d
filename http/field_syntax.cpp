#include "http/field_syntax.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "base/text.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tined::http {
namespace {

bool is_forbidden(char c) noexcept { return base::is_control(c) && c != '\t'; }

// The end of the quoted string that begins at text[begin]: behind its closing quote, or the end of
// the text where that is missing.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) noexcept {
    for (std::size_t i = begin + 1; i < text.size(); ++i) {
        if (text[i] == '"') return i + 1;
        if (text[i] == '\\') ++i;
    }
    return text.size();
}

// A quoted string from end to end, or a text without quotes.
bool is_whole(std::string_view text) noexcept {
    if (!text.starts_with('"')) return text.find('"') == text.npos;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') return i + 1 == text.size();
        if (text[i] == '\\') ++i;
    }
    return false;
}

// The first `separator` that is not within a quoted string, or the end.
std::size_t find_unquoted(std::string_view text, char separator) noexcept {
    std::size_t i = 0;
    while (i < text.size() && text[i] != separator) {
        i = text[i] == '"' ? end_of_quoted(text, i) : i + 1;
    }
    return i;
}

// Other backslashes stay: browsers send those of a file's name as they are, and whoever follows
// RFC 9110 §5.6.4 escapes these two only.
bool is_escapable(std::string_view rest) noexcept {
    return rest.starts_with('"') || rest.starts_with('\\');
}

std::string undo_quotes(std::string_view text) {
    if (!text.starts_with('"')) return std::string(text);
    std::string plain;
    for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && is_escapable(text.substr(i + 1))) ++i;
        plain += text[i];
    }
    return plain;
}

}  // namespace

const char* find_control(const char* begin, const char* end) noexcept {
#ifdef __SSE2__
    const __m128i last_control = _mm_set1_epi8(0x1f);
    const __m128i tab = _mm_set1_epi8('\t');
    const __m128i del = _mm_set1_epi8(0x7f);
    while (end - begin >= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(begin));
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
        const __m128i found = _mm_or_si128(_mm_andnot_si128(_mm_cmpeq_epi8(bytes, tab), low),
                                           _mm_cmpeq_epi8(bytes, del));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (mask != 0) return begin + std::countr_zero(mask);
        begin += 16;
    }
#endif
    while (begin != end && !is_forbidden(*begin)) ++begin;
    return begin;
}

bool is_field_value(std::string_view text) noexcept {
    const char* const end = text.data() + text.size();
    return find_control(text.data(), end) == end && base::trim_blanks(text).size() == text.size();
}

std::optional<std::string_view> ListReader::next() noexcept {
    while (!rest_.empty()) {
        const std::size_t end = find_unquoted(rest_, ',');
        const std::string_view member = base::trim_blanks(rest_.substr(0, end));
        rest_.remove_prefix(end == rest_.size() ? end : end + 1);
        if (!member.empty()) return member;
    }
    return std::nullopt;
}

std::string_view without_parameters(std::string_view value) noexcept {
    return base::trim_blanks(value.substr(0, value.find(';')));
}

bool has_proper_parameters(std::string_view value) {
    std::vector<std::string_view> names;
    std::size_t end = find_unquoted(value, ';');
    while (end < value.size()) {
        value.remove_prefix(end + 1);
        end = find_unquoted(value, ';');
        const std::string_view parameter = base::trim_blanks(value.substr(0, end));
        if (parameter.empty()) continue;  // RFC 9110 §5.6.6 lets a ';' stand alone
        const auto halves = base::split_once(parameter, '=');
        if (!halves || !base::is_token(halves->before) || !is_whole(halves->after)) return false;
        const auto is_same = [&halves](std::string_view name) {
            return base::equals_ignoring_case(name, halves->before);
        };
        if (std::ranges::any_of(names, is_same)) return false;
        names.push_back(halves->before);
    }
    return true;
}

std::optional<std::string> find_parameter(std::string_view value, std::string_view name) {
    std::size_t end = find_unquoted(value, ';');
    while (end < value.size()) {
        value.remove_prefix(end + 1);
        end = find_unquoted(value, ';');
        const auto halves = base::split_once(value.substr(0, end), '=');
        if (!halves) continue;
        if (!base::equals_ignoring_case(base::trim_blanks(halves->before), name)) continue;
        return undo_quotes(base::trim_blanks(halves->after));
    }
    return std::nullopt;
}

}  // namespace tined::http
