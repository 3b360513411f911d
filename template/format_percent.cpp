// Python's `text % values`.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "value/print.hpp"

namespace tined::templates {

using value::Kind;
using value::Value;

namespace {

// %(name)-08.3f
struct Directive {
    std::optional<std::string_view> name;
    bool is_left = false;
    bool is_zero_filled = false;
    bool has_plus = false;
    bool has_blank = false;
    bool is_alternate = false;
    int width = 0;
    std::optional<int> precision;
    char kind = '\0';
};

class Formatter {
public:
    Formatter(const Value& text, std::span<const Value> values, const Evaluation& evaluation)
        : text_(text.as_text()),
          is_safe_(text.is_safe()),
          values_(values),
          evaluation_(evaluation) {}

    Result run();

private:
    bool read(Directive& directive);
    bool read_flag(Directive& directive);
    bool read_number(int& number);
    bool write(const Directive& directive);
    bool write_text(const Directive& directive, const Value& value);
    bool write_number(const Directive& directive, const Value& value);
    std::string number_body(const Directive& directive, const Value& value) const;
    void pad(const Directive& directive, std::string_view sign, std::string_view body);
    const Value* next_value(const Directive& directive);
    bool fail(std::string message) {
        error_ = std::move(message);
        return false;
    }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    std::string_view text_;
    bool is_safe_;
    std::span<const Value> values_;
    const Evaluation& evaluation_;
    std::size_t at_ = 0;
    std::size_t used_ = 0;
    bool by_name_ = false;
    std::string out_;
    std::string error_;
};

Result Formatter::run() {
    while (at_ < text_.size()) {
        const std::size_t percent = std::min(text_.find('%', at_), text_.size());
        out_ += text_.substr(at_, percent - at_);
        at_ = percent + 1;
        if (percent == text_.size()) break;
        Directive directive;
        if (!read(directive) || !write(directive)) return std::unexpected(error_);
        if (out_.size() > evaluation_.largest_text) return too_long_text(evaluation_);
    }
    if (!by_name_ && used_ < values_.size()) {
        return std::unexpected("there are more values than places for them");
    }
    return text_value(out_, is_safe_);
}

bool Formatter::read(Directive& directive) {
    if (peek() == '(') {
        const std::size_t end = text_.find(')', at_);
        if (end == std::string_view::npos) return fail("a %( has no )");
        directive.name = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
    }
    while (read_flag(directive)) ++at_;
    if (!read_number(directive.width)) return false;
    if (peek() == '.') {
        ++at_;
        directive.precision = 0;
        if (!read_number(*directive.precision)) return false;
    }
    directive.kind = peek();
    ++at_;
    return directive.kind != '\0' || fail("a % stands at the end");
}

bool Formatter::read_flag(Directive& directive) {
    switch (peek()) {
        case '-':
            return directive.is_left = true;
        case '0':
            return directive.is_zero_filled = true;
        case '+':
            return directive.has_plus = true;
        case ' ':
            return directive.has_blank = true;
        case '#':
            return directive.is_alternate = true;
        default:
            return false;
    }
}

bool Formatter::read_number(int& number) {
    const std::size_t begin = at_;
    while (base::is_digit(peek())) ++at_;
    if (begin == at_) return true;
    const auto read = base::parse_integer<int>(text_.substr(begin, at_ - begin));
    if (!read || *read > 10'000) return fail("a width or precision is more than 10000");
    number = *read;
    return true;
}

const Value* Formatter::next_value(const Directive& directive) {
    if (directive.name) {
        by_name_ = true;
        if (values_.size() != 1 || values_[0].kind() != Kind::map) {
            fail("values with names are wanted");
            return nullptr;
        }
        const Value* const found = values_[0].as_map().find(*directive.name);
        if (!found) fail(fmt::format("there is no value \"{}\"", *directive.name));
        return found;
    }
    if (used_ < values_.size()) return &values_[used_++];
    fail("there are fewer values than places for them");
    return nullptr;
}

bool Formatter::write(const Directive& directive) {
    if (directive.kind == '%') {
        out_ += '%';
        return true;
    }
    if (!std::string_view("srcdiufFeEgGxXo").contains(directive.kind)) {
        return fail(
            fmt::format("unknown directive %{}", base::escape_for_message({&directive.kind, 1})));
    }
    const Value* const value = next_value(directive);
    if (!value) return false;
    if (std::string_view("src").contains(directive.kind)) return write_text(directive, *value);
    return write_number(directive, *value);
}

bool Formatter::write_text(const Directive& directive, const Value& value) {
    std::string body;
    if (directive.kind == 'c' && value.kind() == Kind::integer) {
        const std::int64_t point = value.as_integer();
        const bool is_character = point >= 0 && point <= 0x10ffff &&
                                  base::append_code_point(body, static_cast<char32_t>(point));
        if (!is_character) return fail("%c wants a character");
    } else if (directive.kind == 'r') {
        std::string quoted;
        value::print_quoted(value, quoted);
        append_markup(Value(quoted), is_safe_, body);
    } else {
        append_markup(value, is_safe_, body);
    }
    if (directive.precision) {
        std::size_t size = 0;
        for (int i = 0; i < *directive.precision && size < body.size(); ++i) {
            const auto point = base::first_code_point(std::string_view(body).substr(size));
            size += point ? point->size : 1;
        }
        body.resize(size);
    }
    Directive padding = directive;
    padding.is_zero_filled = false;
    pad(padding, {}, body);
    return true;
}

bool Formatter::write_number(const Directive& directive, const Value& value) {
    if (value.is_undefined()) return fail(undefined_message(value));
    if (!value.is_number()) {
        return fail(
            fmt::format("%{} wants a number, not {}", directive.kind, kind_with_article(value)));
    }
    if (value.kind() == Kind::real && std::string_view("xXo").contains(directive.kind)) {
        return fail(fmt::format("%{} wants an integer", directive.kind));
    }
    const bool is_negative = value.as_real() < 0;
    const std::string_view sign = is_negative           ? "-"
                                  : directive.has_plus  ? "+"
                                  : directive.has_blank ? " "
                                                        : "";
    pad(directive, sign, number_body(directive, value));
    return true;
}

// The digits without their sign.
std::string Formatter::number_body(const Directive& directive, const Value& value) const {
    const double real = std::abs(value.as_real());
    const int precision = directive.precision.value_or(6);
    switch (directive.kind) {
        case 'f':
        case 'F':
            return fmt::format("{:.{}f}", real, precision);
        case 'e':
            return fmt::format("{:.{}e}", real, precision);
        case 'E':
            return fmt::format("{:.{}E}", real, precision);
        case 'g':
            return fmt::format("{:.{}g}", real, precision == 0 ? 1 : precision);
        case 'G':
            return fmt::format("{:.{}G}", real, precision == 0 ? 1 : precision);
        default:
            break;
    }
    std::string digits = fmt::format("{:.0f}", std::trunc(real));
    if (value.kind() != Kind::real) {
        const auto whole = static_cast<std::uint64_t>(value.as_integer());
        const std::uint64_t magnitude = value.as_integer() < 0 ? 0 - whole : whole;
        const std::string_view prefix = !directive.is_alternate ? ""
                                        : directive.kind == 'x' ? "0x"
                                        : directive.kind == 'X' ? "0X"
                                        : directive.kind == 'o' ? "0o"
                                                                : "";
        digits = directive.kind == 'x'   ? fmt::format("{}{:x}", prefix, magnitude)
                 : directive.kind == 'X' ? fmt::format("{}{:X}", prefix, magnitude)
                 : directive.kind == 'o' ? fmt::format("{}{:o}", prefix, magnitude)
                                         : fmt::format("{}", magnitude);
    }
    const auto least = static_cast<std::size_t>(directive.precision.value_or(0));
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    return digits;
}

void Formatter::pad(const Directive& directive, std::string_view sign, std::string_view body) {
    const std::size_t size = sign.size() + base::count_code_points(body);
    const auto width = static_cast<std::size_t>(directive.width);
    const std::size_t room = width > size ? width - size : 0;
    const bool zeros = directive.is_zero_filled && !directive.is_left;
    if (!zeros && !directive.is_left) out_.append(room, ' ');
    out_ += sign;
    if (zeros) out_.append(room, '0');
    out_ += body;
    if (directive.is_left) out_.append(room, ' ');
}

}  // namespace

Result format_percent(const Value& text, std::span<const Value> values,
                      const Evaluation& evaluation) {
    return Formatter(text, values, evaluation).run();
}

}  // namespace tined::templates
