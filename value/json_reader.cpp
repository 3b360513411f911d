#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "value/json.hpp"

namespace tined::value {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// A name and not the start of another: `nullx` is refused as one word.
constexpr bool is_word(char c) noexcept { return base::is_alnum(c) || c == '_'; }

// Each read_ function stands on the first byte of what it reads and leaves the place behind it. On
// false, or nothing, the error is set.
class Reader {
public:
    Reader(std::string_view text, int depth) noexcept : text_(text), depth_(depth) {}

    std::expected<Value, JsonError> read_whole();

private:
    bool check_encoding();
    JsonError placed_error() const;
    bool fail(std::string message) { return fail_at(at_, std::move(message)); }
    bool fail_at(std::size_t offset, std::string message);

    char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool is_at_end() const noexcept { return at_ == text_.size(); }
    bool take(char c) noexcept;
    void skip_blanks() noexcept;
    std::size_t skip_digits() noexcept;

    bool read_value(Value& value);
    bool read_list(Value& value);
    bool read_map(Value& value);
    bool read_entry(Map& map);
    bool read_word(Value& value);
    bool read_number(Value& value);
    bool convert_real(std::string_view digits, Value& value);
    bool read_text(std::string_view& text);
    bool read_escape();
    bool read_unicode_escape(std::size_t start);
    std::optional<char32_t> read_four_digits();
    bool open_level();

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_;            // how many levels may still be opened
    std::string scratch_;  // a text with escapes, decoded
    std::optional<std::pair<std::size_t, std::string>> error_;
};

bool Reader::fail_at(std::size_t offset, std::string message) {
    error_.emplace(offset, std::move(message));
    return false;
}

bool Reader::take(char c) noexcept {
    if (is_at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
}

void Reader::skip_blanks() noexcept {
    while (!is_at_end() && is_blank(text_[at_])) ++at_;
}

std::size_t Reader::skip_digits() noexcept {
    const std::size_t start = at_;
    while (base::is_digit(peek())) ++at_;
    return at_ - start;
}

bool Reader::open_level() {
    if (depth_ == 0) return fail("nested too deep");
    --depth_;
    ++at_;
    skip_blanks();
    return true;
}

// JSON-text = ws value ws
std::expected<Value, JsonError> Reader::read_whole() {
    Value value;
    if (check_encoding()) {
        skip_blanks();
        if (read_value(value)) {
            skip_blanks();
            if (is_at_end()) return value;
            fail("expected the end");
        }
    }
    return std::unexpected(placed_error());
}

// Once for all: what reads the text after this need not look at what is past ASCII.
bool Reader::check_encoding() {
    if (base::is_utf8(text_)) return true;
    std::size_t offset = 0;
    while (const auto next = base::first_code_point(text_.substr(offset))) offset += next->size;
    return fail_at(offset, "not UTF-8");
}

JsonError Reader::placed_error() const {
    const auto& [offset, message] = *error_;
    const auto before = text_.substr(0, offset);
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto lines = std::ranges::count(before, '\n');
    const auto column = base::count_code_points(before.substr(line_start));
    return {offset, static_cast<int>(lines) + 1, static_cast<int>(column) + 1, message};
}

// value = false / null / true / object / array / number / string
bool Reader::read_value(Value& value) {
    if (is_at_end()) return fail("expected a value, found the end");
    switch (text_[at_]) {
        case '{':
            return read_map(value);
        case '[':
            return read_list(value);
        case '"': {
            std::string_view text;
            if (!read_text(text)) return false;
            value = Value(text);
            return true;
        }
        default:
            break;
    }
    if (peek() == '-' || base::is_digit(peek())) return read_number(value);
    return read_word(value);
}

// array = [ [ value *( , value ) ] ]
bool Reader::read_list(Value& value) {
    if (!open_level()) return false;
    std::vector<Value> items;
    if (!take(']')) {
        do {
            skip_blanks();
            if (!read_value(items.emplace_back())) return false;
            skip_blanks();
        } while (take(','));
        if (!take(']')) return fail("expected a comma or ]");
    }
    ++depth_;
    value = List(std::move(items));
    return true;
}

// object = { [ member *( , member ) ] }
bool Reader::read_map(Value& value) {
    if (!open_level()) return false;
    Map map;
    if (!take('}')) {
        do {
            skip_blanks();
            if (!read_entry(map)) return false;
            skip_blanks();
        } while (take(','));
        if (!take('}')) return fail("expected a comma or }");
    }
    ++depth_;
    value = std::move(map);
    return true;
}

// member = string ws : ws value
bool Reader::read_entry(Map& map) {
    if (peek() != '"') return fail("expected a key in double quotes");
    std::string_view text;
    if (!read_text(text)) return false;
    Value key(text);
    skip_blanks();
    if (!take(':')) return fail("expected a colon");
    skip_blanks();
    Value value;
    if (!read_value(value)) return false;
    map.set(std::move(key), std::move(value));
    return true;
}

bool Reader::read_word(Value& value) {
    const std::size_t start = at_;
    while (is_word(peek())) ++at_;
    const auto word = text_.substr(start, at_ - start);
    if (word == "true" || word == "false") {
        value = Value(word == "true");
    } else if (word == "null") {
        value = nullptr;
    } else {
        return fail_at(start, "expected a value");
    }
    return true;
}

// number = [ - ] int [ . 1*DIGIT ] [ e [ - / + ] 1*DIGIT ], int without leading zeros
bool Reader::read_number(Value& value) {
    const std::size_t start = at_;
    take('-');
    if (take('0')) {
        if (base::is_digit(peek())) return fail("a number does not begin with 0");
    } else if (skip_digits() == 0) {
        return fail("expected a digit");
    }
    bool is_integer = true;
    if (take('.')) {
        is_integer = false;
        if (skip_digits() == 0) return fail("expected a digit");
    }
    if (take('e') || take('E')) {
        is_integer = false;
        if (!take('+')) take('-');
        if (skip_digits() == 0) return fail("expected a digit");
    }
    if (is_word(peek())) return fail("expected the number's end");
    const auto digits = text_.substr(start, at_ - start);
    std::int64_t integer = 0;
    const auto end = digits.data() + digits.size();
    if (is_integer && std::from_chars(digits.data(), end, integer).ec == std::errc()) {
        value = integer;
        return true;
    }
    return convert_real(digits, value) || fail_at(start, "a number out of range");
}

// Of a number that from_chars finds out of range, without saying which way: it is too small if its
// first digit that is not 0 stands right of the point once the exponent has moved that.
bool is_too_small(std::string_view digits) {
    const auto mantissa = digits.substr(0, digits.find_first_of("eE"));
    auto exponent_digits = digits.substr(std::min(mantissa.size() + 1, digits.size()));
    if (exponent_digits.starts_with('+')) exponent_digits.remove_prefix(1);
    const auto exponent = base::parse_integer<int>(exponent_digits);
    if (!exponent && !exponent_digits.empty()) return exponent_digits[0] == '-';
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    const auto first = std::min(mantissa.find_first_of("123456789"), mantissa.size());
    const auto moved = static_cast<std::ptrdiff_t>(point) + exponent.value_or(0);
    return moved <= static_cast<std::ptrdiff_t>(first);
}

bool Reader::convert_real(std::string_view digits, Value& value) {
    double real = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), real);
    if (error != std::errc()) {
        if (!is_too_small(digits)) return false;
        real = digits[0] == '-' ? -0.0 : 0.0;
    }
    value = real;
    return true;
}

// string = " *char ". The result points into the text, or to scratch_ if there are escapes.
bool Reader::read_text(std::string_view& text) {
    const std::size_t opening = at_++;
    std::size_t run = at_;  // where the bytes begin that scratch_ does not have yet
    bool is_decoded = false;
    scratch_.clear();
    while (!is_at_end() && text_[at_] != '"') {
        if (static_cast<unsigned char>(text_[at_]) < 0x20) {
            return fail("a control character in a text must be written as an escape");
        }
        if (text_[at_] != '\\') {
            ++at_;
            continue;
        }
        scratch_ += text_.substr(run, at_ - run);
        is_decoded = true;
        if (!read_escape()) return false;
        run = at_;
    }
    if (is_at_end()) return fail_at(opening, "a text without its closing quote");
    text = text_.substr(run, at_ - run);
    if (is_decoded) text = scratch_ += text;
    ++at_;
    return true;
}

// escape = \ ( " / \ / / / b / f / n / r / t / u 4HEXDIG )
bool Reader::read_escape() {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t start = at_++;
    if (take('u')) return read_unicode_escape(start);
    const auto which = letters.find(peek());
    if (is_at_end() || which == std::string_view::npos) return fail_at(start, "unknown escape");
    scratch_ += meanings[which];
    ++at_;
    return true;
}

// What is past U+FFFF is two escapes, a high surrogate and a low one; neither means anything alone.
bool Reader::read_unicode_escape(std::size_t start) {
    auto code = read_four_digits();
    if (!code) return fail_at(start, "expected four hexadecimal digits after \\u");
    const bool is_high = *code >= 0xd800 && *code < 0xdc00;
    if (is_high && take('\\') && take('u')) {
        const auto low = read_four_digits();
        if (low && *low >= 0xdc00 && *low < 0xe000) {
            code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
        }
    }
    // A surrogate that found no other half is the one thing that cannot be appended.
    if (base::append_code_point(scratch_, *code)) return true;
    return fail_at(start, "half of a surrogate pair");
}

std::optional<char32_t> Reader::read_four_digits() {
    char32_t code = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = base::hex_value(peek());
        if (digit < 0) return std::nullopt;
        code = code << 4 | static_cast<char32_t>(digit);
        ++at_;
    }
    return code;
}

}  // namespace

std::expected<Value, JsonError> parse_json(std::string_view text, JsonLimits limits) {
    assert(limits.depth >= 0 && limits.depth <= most_nesting);
    return Reader(text, limits.depth).read_whole();
}

}  // namespace tined::value
