// Python's `text.format(values)`.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "template/markup.hpp"
#include "template/methods.hpp"
#include "template/operators.hpp"
#include "template/sequences.hpp"
#include "value/print.hpp"

namespace tined::templates {

using value::Arguments;
using value::Kind;
using value::Value;

namespace {

constexpr int widest = 10'000;

// [[fill]align][sign][#][0][width][,_][.precision][type]
struct Layout {
    std::string fill = " ";
    char align = '\0';
    char sign = '-';
    bool is_alternate = false;
    int width = 0;
    char grouping = '\0';
    std::optional<int> precision;
    char type = '\0';
};

/// Reads a layout, and writes values by it. Errors are in words.
class Field {
public:
    Field(std::string_view written, bool is_safe) : rest_(written), is_safe_(is_safe) {}

    std::expected<std::string, std::string> write(const Value& value);

private:
    bool read();
    bool read_number(int& number);
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string as_text(const Value& value) const;
    std::expected<std::string, std::string> as_number(const Value& value) const;
    std::string digits_of_integer(std::int64_t integer) const;
    std::string digits_of_real(double real) const;
    std::string grouped(std::string digits) const;
    std::string padded(std::string_view sign, std::string_view body, char align) const;

    std::string_view rest_;
    bool is_safe_;
    Layout layout_;
};

bool is_align(char c) { return std::string_view("<>=^").contains(c); }

bool Field::read() {
    const auto fill = base::first_code_point(rest_);
    if (fill && rest_.size() > fill->size && is_align(rest_[fill->size])) {
        layout_.fill = rest_.substr(0, fill->size);
        layout_.align = rest_[fill->size];
        rest_.remove_prefix(fill->size + 1);
    } else if (!rest_.empty() && is_align(rest_[0])) {
        layout_.align = rest_[0];
        rest_.remove_prefix(1);
    }
    for (const char sign : {'+', '-', ' '}) {
        if (take(sign)) layout_.sign = sign;
    }
    layout_.is_alternate = take('#');
    if (take('0') && layout_.align == '\0') {
        layout_.fill = "0";
        layout_.align = '=';
    }
    if (!read_number(layout_.width)) return false;
    for (const char grouping : {',', '_'}) {
        if (take(grouping)) layout_.grouping = grouping;
    }
    if (take('.')) {
        layout_.precision = -1;
        if (!read_number(*layout_.precision) || *layout_.precision < 0) return false;
    }
    if (!rest_.empty()) {
        layout_.type = rest_[0];
        rest_.remove_prefix(1);
    }
    return rest_.empty() && std::string_view("\0sdbcoxXeEfFgGn%", 16).contains(layout_.type);
}

bool Field::read_number(int& number) {
    const auto end = std::ranges::find_if_not(rest_, base::is_digit);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    if (size == 0) return true;
    const auto read = base::parse_integer<int>(rest_.substr(0, size));
    rest_.remove_prefix(size);
    number = read.value_or(widest + 1);
    return number <= widest;
}

std::expected<std::string, std::string> Field::write(const Value& value) {
    if (!read()) return std::unexpected("format: this is no layout of a value");
    const bool is_number = value.kind() == Kind::integer || value.kind() == Kind::real ||
                           (value.kind() == Kind::boolean && layout_.type != '\0');
    if (is_number && layout_.type != 's') return as_number(value);
    if (layout_.type != '\0' && layout_.type != 's') {
        return std::unexpected(fmt::format("format: {} can't be written as '{}'",
                                           kind_with_article(value), layout_.type));
    }
    return padded("", as_text(value), layout_.align == '\0' ? '<' : layout_.align);
}

std::string Field::as_text(const Value& value) const {
    std::string text;
    append_markup(value, is_safe_, text);
    if (!layout_.precision) return text;
    const auto characters = characters_of(text);
    const auto most = static_cast<std::size_t>(*layout_.precision);
    if (characters.size() <= most) return text;
    return text.substr(0, static_cast<std::size_t>(characters[most].data() - text.data()));
}

std::expected<std::string, std::string> Field::as_number(const Value& value) const {
    const bool wants_integer = std::string_view("dbcoxX").contains(layout_.type);
    if (value.kind() == Kind::real && wants_integer) {
        return std::unexpected(
            fmt::format("format: a real can't be written as '{}'", layout_.type));
    }
    if (layout_.type == 'c') {
        std::string character;
        const auto point = value.as_integer();
        if (point < 0 || point > 0x10ffff ||
            !base::append_code_point(character, static_cast<char32_t>(point))) {
            return std::unexpected("format: 'c' wants a character's number");
        }
        return padded("", character, layout_.align == '\0' ? '<' : layout_.align);
    }
    const bool is_whole = value.kind() != Kind::real &&
                          (wants_integer || layout_.type == '\0' || layout_.type == 'n');
    const bool is_negative = is_whole ? value.as_integer() < 0 : std::signbit(value.as_real());
    const std::string digits = is_whole ? digits_of_integer(value.as_integer())
                                        : digits_of_real(std::fabs(value.as_real()));
    const std::string_view sign = is_negative           ? "-"
                                  : layout_.sign == '-' ? ""
                                  : layout_.sign == '+' ? "+"
                                                        : " ";
    return padded(sign, digits, layout_.align == '\0' ? '>' : layout_.align);
}

std::string Field::digits_of_integer(std::int64_t integer) const {
    const auto whole = static_cast<std::uint64_t>(integer);
    const std::uint64_t size = integer < 0 ? 0 - whole : whole;
    const bool has_prefix = layout_.is_alternate;
    switch (layout_.type) {
        case 'x':
            return has_prefix ? fmt::format("{:#x}", size) : fmt::format("{:x}", size);
        case 'X':
            return has_prefix ? fmt::format("{:#X}", size) : fmt::format("{:X}", size);
        case 'o':
            return has_prefix ? fmt::format("0o{:o}", size) : fmt::format("{:o}", size);
        case 'b':
            return has_prefix ? fmt::format("{:#b}", size) : fmt::format("{:b}", size);
        default:
            return grouped(fmt::format("{}", size));
    }
}

std::string Field::digits_of_real(double real) const {
    const int precision = layout_.precision.value_or(6);
    switch (layout_.type) {
        case 'e':
            return fmt::format("{:.{}e}", real, precision);
        case 'E':
            return fmt::format("{:.{}E}", real, precision);
        case 'f':
        case 'F':
            return grouped(fmt::format("{:.{}f}", real, precision));
        case '%':
            return grouped(fmt::format("{:.{}f}", real * 100, precision)) + "%";
        case 'G':
            return grouped(fmt::format("{:.{}G}", real, std::max(precision, 1)));
        case 'g':
        case 'n':
            return grouped(fmt::format("{:.{}g}", real, std::max(precision, 1)));
        default:
            break;
    }
    std::string digits;
    if (!layout_.precision) {
        value::print_real(real, digits);
        return grouped(std::move(digits));
    }
    digits = fmt::format("{:.{}g}", real, std::max(precision, 1));
    if (digits.find_first_of(".en") == std::string::npos) digits += ".0";
    return grouped(std::move(digits));
}

std::string Field::grouped(std::string digits) const {
    if (layout_.grouping == '\0') return digits;
    const std::size_t end = std::min(digits.find_first_of(".e"), digits.size());
    for (std::size_t at = end; at > 3; at -= 3) digits.insert(at - 3, 1, layout_.grouping);
    return digits;
}

std::string Field::padded(std::string_view sign, std::string_view body, char align) const {
    const std::size_t size = sign.size() + base::count_code_points(body);
    const auto width = static_cast<std::size_t>(layout_.width);
    const std::size_t room = width > size ? width - size : 0;
    const std::size_t left = align == '<' ? 0 : align == '^' ? room / 2 : room;
    std::string out;
    const auto fill = [&](std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) out += layout_.fill;
    };
    if (align == '=') out += sign;
    fill(left);
    if (align != '=') out += sign;
    out += body;
    fill(room - left);
    return out;
}

class Formatter {
public:
    Formatter(const Evaluation& evaluation, const Value& text, const Arguments& arguments)
        : evaluation_(evaluation), text_(text), arguments_(arguments) {}

    Result run();

private:
    std::expected<std::string, std::string> field(std::string_view written);
    Result value_of(std::string_view path);
    Result argument(std::string_view name);
    std::optional<std::size_t> end_of_field(std::string_view rest) const;

    const Evaluation& evaluation_;
    const Value& text_;
    const Arguments& arguments_;
    std::int64_t next_ = 0;  // of the fields without a name; -1 once one has a number
};

Result Formatter::run() {
    std::string out;
    std::string_view rest = text_.as_text();
    while (!rest.empty()) {
        const std::size_t brace = std::min(rest.find_first_of("{}"), rest.size());
        out += rest.substr(0, brace);
        rest.remove_prefix(brace);
        if (rest.empty()) break;
        if (rest.starts_with("{{") || rest.starts_with("}}")) {
            out += rest[0];
            rest.remove_prefix(2);
            continue;
        }
        const auto end = end_of_field(rest);
        if (!end) return std::unexpected(fmt::format("a single '{}' in the format", rest[0]));
        auto written = field(rest.substr(1, *end - 1));
        if (!written) return std::unexpected(std::move(written.error()));
        out += *written;
        rest.remove_prefix(*end + 1);
        if (out.size() > evaluation_.largest_text) return too_long_text(evaluation_);
    }
    return text_value(out, text_.is_safe());
}

std::optional<std::size_t> Formatter::end_of_field(std::string_view rest) const {
    if (rest[0] != '{') return std::nullopt;
    const std::size_t end = rest.find_first_of("{}", 1);
    if (end == std::string_view::npos || rest[end] == '{') return std::nullopt;
    return end;
}

// What stands between the braces: path, then !s or !r, then a colon and the layout.
std::expected<std::string, std::string> Formatter::field(std::string_view written) {
    const std::size_t end = std::min(written.find_first_of("!:"), written.size());
    Result value = value_of(written.substr(0, end));
    if (!value) return std::unexpected(std::move(value.error()));
    std::string_view rest = written.substr(end);
    if (rest.starts_with("!r")) {
        std::string quoted;
        value::print_quoted(*value, quoted);
        value = Value(quoted);
        rest.remove_prefix(2);
    } else if (rest.starts_with("!s")) {
        if (!value->is_text()) value = Value(value->print());
        rest.remove_prefix(2);
    }
    if (!rest.empty() && rest[0] != ':') return std::unexpected("format takes !s, !r and :layout");
    return Field(rest.empty() ? rest : rest.substr(1), text_.is_safe()).write(*value);
}

// name.member[key]
Result Formatter::value_of(std::string_view path) {
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    Result value = argument(path.substr(0, end));
    std::string_view rest = path.substr(end);
    while (value && !rest.empty()) {
        const bool is_item = rest[0] == '[';
        rest.remove_prefix(1);
        const std::size_t stop = is_item ? rest.find(']') : rest.find_first_of(".[");
        if (is_item && stop == std::string_view::npos) return std::unexpected("a [ has no ]");
        const std::string_view name = rest.substr(0, stop);
        rest.remove_prefix(std::min(name.size() + (is_item ? 1 : 0), rest.size()));
        value = member_of(*value, name);
        if (rest.starts_with('.') && value->is_undefined()) break;
    }
    return value;
}

Result Formatter::argument(std::string_view name) {
    if (name.empty()) {
        if (next_ < 0) return std::unexpected("format: {} stands beside fields with numbers");
        name = {};
    }
    const auto number =
        name.empty() ? std::optional(next_++) : base::parse_integer<std::int64_t>(name);
    if (number) {
        if (!name.empty()) {
            if (next_ > 0) return std::unexpected("format: {} stands beside fields with numbers");
            next_ = -1;
        }
        if (*number >= 0 && std::cmp_less(*number, arguments_.positional.size())) {
            return arguments_.positional[static_cast<std::size_t>(*number)];
        }
        return std::unexpected("there are fewer values than places for them");
    }
    for (const auto& [known, value] : arguments_.named) {
        if (known == name) return value;
    }
    return std::unexpected(fmt::format("there is no value \"{}\"", base::escape_for_message(name)));
}

}  // namespace

Result format_braces(const Evaluation& evaluation, const Value& text, const Arguments& arguments) {
    return Formatter(evaluation, text, arguments).run();
}

}  // namespace tined::templates
