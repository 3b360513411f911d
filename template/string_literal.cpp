#include "template/string_literal.hpp"

#include <charconv>
#include <cstdlib>

#include <fmt/core.h>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace tined::templates {
namespace {

// The simple escapes, each followed by what it stands for.
constexpr std::string_view simple = "n\nt\tr\rb\bf\fv\va\a\\\\''\"\"";

std::optional<char> simple_escape(char c) {
    for (std::size_t i = 0; i < simple.size(); i += 2) {
        if (simple[i] == c) return simple[i + 1];
    }
    return std::nullopt;
}

std::size_t hex_length(char c) { return c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0; }

class Unescaper {
public:
    explicit Unescaper(std::string_view body) : body_(body) {}

    std::expected<std::string, std::string> run() {
        while (at_ < body_.size()) {
            const std::size_t backslash = std::min(body_.find('\\', at_), body_.size());
            out_ += body_.substr(at_, backslash - at_);
            at_ = backslash;
            if (at_ < body_.size() && !escape()) {
                return std::unexpected(fmt::format("{} is no character", body_.substr(at_, 10)));
            }
        }
        return std::move(out_);
    }

private:
    bool escape() {
        const char c = body_[at_ + 1];
        if (const auto plain = simple_escape(c)) {
            out_ += *plain;
            at_ += 2;
        } else if (hex_length(c) > 0) {
            return code_point(at_ + 2, hex_length(c), 16, hex_length(c));
        } else if (c >= '0' && c <= '7') {
            return code_point(at_ + 1, 3, 8, 1);
        } else if (c == '\n') {
            at_ += 2;
        } else {
            out_ += body_.substr(at_, 2);
            at_ += 2;
        }
        return true;
    }

    bool code_point(std::size_t from, std::size_t most, int radix, std::size_t least) {
        const std::string_view digits = body_.substr(from, most);
        std::uint32_t value = 0;
        const auto [stop, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, radix);
        const auto length = static_cast<std::size_t>(stop - digits.data());
        if (error != std::errc() || length < least) return false;
        if (!base::append_code_point(out_, value)) return false;
        at_ = from + length;
        return true;
    }

    std::string_view body_;
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace

std::expected<std::string, std::string> unescape_string_literal(std::string_view literal) {
    return Unescaper(literal.substr(1, literal.size() - 2)).run();
}

std::optional<std::int64_t> parse_integer_literal(std::string_view literal) {
    std::string digits(literal);
    std::erase(digits, '_');
    int radix = 10;
    std::size_t from = 0;
    if (digits.size() > 2 && digits[0] == '0' && base::is_alpha(digits[1])) {
        const char kind = base::to_lower(digits[1]);
        radix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
        from = 2;
    }
    // Python's rules: an underscore stands between digits, and 0777 is no number.
    const bool is_octal_of_old = from == 0 && digits.size() > 1 && digits[0] == '0' &&
                                 digits.find_first_not_of('0') != std::string::npos;
    if (radix == 0 || is_octal_of_old || literal.contains("__")) return std::nullopt;
    std::int64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data() + from, end, value, radix);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

double real_of_literal(std::string_view literal) {
    std::string digits(literal);
    std::erase(digits, '_');
    return std::strtod(digits.c_str(), nullptr);
}

}  // namespace tined::templates
