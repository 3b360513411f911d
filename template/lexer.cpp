#include "template/lexer.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"

namespace tined::templates {
namespace {

// White space as Python's \s has it in ASCII.
constexpr std::string_view spaces = " \t\n\r\f\v";

// Longest first: the first that fits is taken.
constexpr auto signs = std::to_array<std::string_view>(
    {"**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "<",
     ">",  "=",  ".",  ":",  "|",  ",",  "(", ")", "[", "]", "{", "}"});

// Names may hold any letter of Unicode: every byte past ASCII counts as one.
bool is_name_start(char c) { return base::is_alpha(c) || c == '_' || (c & 0x80) != 0; }
bool is_name_char(char c) { return is_name_start(c) || base::is_digit(c); }

char closing_of(char bracket) { return bracket == '(' ? ')' : bracket == '[' ? ']' : '}'; }

class Lexer {
public:
    Lexer(std::string_view source, const Origin& origin, const Settings& settings)
        : source_(source), origin_(origin), settings_(settings) {}

    std::expected<std::vector<Token>, Error> run_template();
    std::expected<std::vector<Token>, Error> run_expression();

private:
    enum class Tag { print, block, comment };
    struct Close {
        std::size_t at;      // where the closing delimiter (with its sign) begins
        std::size_t length;  // of it
        bool strips;         // it had a minus
        bool keeps;          // it had a plus
    };

    // Data between tags
    bool lex_tag(std::size_t open);
    std::string_view before_tag(std::string_view text, Tag tag, char sign, bool at_line) const;
    bool lex_comment(std::size_t open);
    bool is_comment_statement(std::size_t open) const;
    bool lex_comment_statement(std::size_t open);
    bool lex_literal_mark(std::size_t open);
    bool lex_raw(std::size_t open);
    std::optional<std::size_t> raw_body(std::size_t open) const;
    std::optional<Close> find_endraw(std::size_t from, std::size_t& open) const;
    void add_text(std::string_view text);
    void close_tag(const Close& close, bool trims);
    bool at_line_start(std::size_t position) const;

    // Inside of a tag
    bool lex_inside(Tag tag, std::size_t open);
    bool lex_token();
    bool lex_string();
    void lex_number();
    bool lex_sign();
    std::optional<Close> tag_end(Tag tag) const;
    void add(TokenKind kind, std::size_t length);

    Place place_of(std::size_t offset);
    bool fail(std::size_t offset, std::string message);
    std::expected<std::vector<Token>, Error> finish();

    std::string_view source_;
    const Origin& origin_;
    const Settings& settings_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
    std::vector<char> brackets_;  // open ones, so that }} inside of {{ {..} }} is no end
    std::optional<Error> error_;
    // The last place asked for; offsets are asked in (nearly) rising order.
    std::size_t known_offset_ = 0;
    Place known_;
};

std::expected<std::vector<Token>, Error> Lexer::run_template() {
    while (at_ < source_.size()) {
        std::size_t open = source_.find('{', at_);
        while (open != std::string_view::npos &&
               (open + 1 >= source_.size() ||
                std::string_view("{%#").find(source_[open + 1]) == std::string_view::npos)) {
            open = source_.find('{', open + 1);
        }
        if (open == std::string_view::npos) {
            add_text(source_.substr(at_));
            at_ = source_.size();
        } else if (!lex_tag(open)) {
            break;
        }
    }
    return finish();
}

std::expected<std::vector<Token>, Error> Lexer::run_expression() {
    for (;;) {
        at_ = std::min(source_.find_first_not_of(spaces, at_), source_.size());
        if (at_ == source_.size() || !lex_token()) break;
    }
    return finish();
}

std::expected<std::vector<Token>, Error> Lexer::finish() {
    if (error_) return std::unexpected(std::move(*error_));
    tokens_.push_back({TokenKind::end, {}, place_of(source_.size())});
    return std::move(tokens_);
}

bool Lexer::lex_tag(std::size_t open) {
    const char kind = source_[open + 1];
    const Tag tag = kind == '{' ? Tag::print : kind == '%' ? Tag::block : Tag::comment;
    const char sign = open + 2 < source_.size() ? source_[open + 2] : '\0';
    if (sign == '!' && tag != Tag::comment) return lex_literal_mark(open);
    add_text(before_tag(source_.substr(at_, open - at_), tag, sign, at_line_start(at_)));
    if (tag == Tag::comment) return lex_comment(open);
    if (tag == Tag::block && is_comment_statement(open)) return lex_comment_statement(open);
    if (tag == Tag::block && raw_body(open).has_value()) return lex_raw(open);
    at_ = open;
    const std::size_t length = sign == '-' || sign == '+' ? 3 : 2;
    add(tag == Tag::print ? TokenKind::print_begin : TokenKind::block_begin, length);
    return lex_inside(tag, open);
}

// What is left of the text before a tag, by the tag's sign and lstrip_blocks.
std::string_view Lexer::before_tag(std::string_view text, Tag tag, char sign, bool at_line) const {
    if (sign == '-') return text.substr(0, text.find_last_not_of(spaces) + 1);
    if (sign == '+' || tag == Tag::print || !settings_.lstrip_blocks) return text;
    const std::size_t line = text.rfind('\n') + 1;  // 0 if there is none
    if (line == 0 && !at_line) return text;
    const bool blank = text.find_first_not_of(" \t\r\f\v", line) == std::string_view::npos;
    return blank ? text.substr(0, line) : text;
}

bool Lexer::at_line_start(std::size_t position) const {
    return position == 0 || source_[position - 1] == '\n';
}

bool Lexer::lex_comment(std::size_t open) {
    const std::size_t end = source_.find("#}", open + 2);
    if (end == std::string_view::npos) return fail(open, "this {# is not closed by #}");
    const char sign = end > open + 2 ? source_[end - 1] : '\0';
    close_tag({end, 2, sign == '-', sign == '+'}, true);
    return true;
}

// {% comment .. %}: what stands in it need not be made of tokens.
bool Lexer::is_comment_statement(std::size_t open) const {
    constexpr std::string_view name = "comment";
    const std::size_t at = std::min(source_.find_first_not_of(spaces, open + 2), source_.size());
    if (!source_.substr(at).starts_with(name)) return false;
    return at + name.size() >= source_.size() || !is_name_char(source_[at + name.size()]);
}

bool Lexer::lex_comment_statement(std::size_t open) {
    const std::size_t end = source_.find("%}", open + 2);
    if (end == std::string_view::npos) return fail(open, "this {% is not closed by %}");
    close_tag({end, 2, source_[end - 1] == '-', source_[end - 1] == '+'}, true);
    return true;
}

// {{! is {{ as text, {%! is {%.
bool Lexer::lex_literal_mark(std::size_t open) {
    add_text(source_.substr(at_, open + 2 - at_));
    at_ = open + 3;
    return true;
}

// Where the text of `{% raw %}` begins, if the tag at `open` is one.
std::optional<std::size_t> Lexer::raw_body(std::size_t open) const {
    std::size_t at = open + 2;
    if (at < source_.size() && (source_[at] == '-' || source_[at] == '+')) ++at;
    at = std::min(source_.find_first_not_of(spaces, at), source_.size());
    if (!source_.substr(at).starts_with("raw")) return std::nullopt;
    at = std::min(source_.find_first_not_of(spaces, at + 3), source_.size());
    if (source_.substr(at).starts_with("%}")) return at + 2;
    if (!source_.substr(at).starts_with("-%}")) return std::nullopt;
    return std::min(source_.find_first_not_of(spaces, at + 3), source_.size());
}

// The next `{% endraw %}` from `from` on: `open` becomes its start.
std::optional<Lexer::Close> Lexer::find_endraw(std::size_t from, std::size_t& open) const {
    for (open = source_.find("{%", from); open != std::string_view::npos;
         open = source_.find("{%", open + 2)) {
        std::size_t at = open + 2;
        if (at < source_.size() && (source_[at] == '-' || source_[at] == '+')) ++at;
        at = std::min(source_.find_first_not_of(spaces, at), source_.size());
        if (!source_.substr(at).starts_with("endraw")) continue;
        at = std::min(source_.find_first_not_of(spaces, at + 6), source_.size());
        const std::string_view rest = source_.substr(at);
        if (rest.starts_with("%}")) return Close{at, 2, false, false};
        if (rest.starts_with("-%}")) return Close{at, 3, true, false};
        if (rest.starts_with("+%}")) return Close{at, 3, false, true};
    }
    return std::nullopt;
}

bool Lexer::lex_raw(std::size_t open) {
    const std::size_t body = *raw_body(open);
    std::size_t end_open = 0;
    const auto close = find_endraw(body, end_open);
    if (!close) return fail(open, "this {% raw %} is not closed by {% endraw %}");
    at_ = body;
    add_text(before_tag(source_.substr(body, end_open - body), Tag::block, source_[end_open + 2],
                        at_line_start(body)));
    close_tag(*close, true);
    return true;
}

void Lexer::add_text(std::string_view text) {
    if (!text.empty()) tokens_.push_back({TokenKind::text, text, place_of(at_)});
}

// Goes on after a closing delimiter and the white space that it takes with it.
void Lexer::close_tag(const Close& close, bool trims) {
    at_ = close.at + close.length;
    if (close.strips) {
        at_ = std::min(source_.find_first_not_of(spaces, at_), source_.size());
    } else if (trims && settings_.trim_blocks && !close.keeps && at_ < source_.size() &&
               source_[at_] == '\n') {
        ++at_;
    }
}

bool Lexer::lex_inside(Tag tag, std::size_t open) {
    for (;;) {
        at_ = std::min(source_.find_first_not_of(spaces, at_), source_.size());
        if (at_ == source_.size()) {
            return fail(open, tag == Tag::print ? "this {{ is not closed by }}"
                                                : "this {% is not closed by %}");
        }
        if (const auto close = brackets_.empty() ? tag_end(tag) : std::nullopt) {
            tokens_.push_back({tag == Tag::print ? TokenKind::print_end : TokenKind::block_end,
                               source_.substr(close->at, close->length), place_of(close->at)});
            close_tag(*close, tag == Tag::block);
            return true;
        }
        if (!lex_token()) return false;
    }
}

std::optional<Lexer::Close> Lexer::tag_end(Tag tag) const {
    const std::string_view mark = tag == Tag::print ? "}}" : "%}";
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with(mark)) return Close{at_, 2, false, false};
    if (rest.empty() || !rest.substr(1).starts_with(mark)) return std::nullopt;
    if (rest[0] == '-') return Close{at_, 3, true, false};
    if (rest[0] == '+' && tag == Tag::block) return Close{at_, 3, false, true};
    return std::nullopt;
}

bool Lexer::lex_token() {
    const char c = source_[at_];
    if (c == '\'' || c == '"') return lex_string();
    if (base::is_digit(c)) {
        lex_number();
        return true;
    }
    if (!is_name_start(c)) return lex_sign();
    std::size_t end = at_;
    while (end < source_.size() && is_name_char(source_[end])) ++end;
    add(TokenKind::name, end - at_);
    return true;
}

bool Lexer::lex_string() {
    std::size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != source_[at_]) {
        end += source_[end] == '\\' ? 2 : 1;
    }
    if (end >= source_.size()) return fail(at_, "this string is not closed");
    add(TokenKind::string, end + 1 - at_);
    return true;
}

// Integers are 12, 1_000, 0x1f, 0o17, 0b11; reals 1.5, 1e3, 1.5e-3. The dot of a member is not a
// fraction's: `list.0.1` asks twice.
void Lexer::lex_number() {
    const auto digits = [this](std::size_t from) {
        while (from < source_.size() && (base::is_digit(source_[from]) || source_[from] == '_')) {
            ++from;
        }
        return from;
    };
    const auto digit_at = [this](std::size_t offset) {
        return offset < source_.size() && base::is_digit(source_[offset]);
    };
    const std::string_view rest = source_.substr(at_);
    if (rest.size() > 2 && rest[0] == '0' && base::is_alpha(rest[1]) && (rest[1] | 32) != 'e') {
        std::size_t end = at_ + 2;
        while (end < source_.size() && (base::is_alnum(source_[end]) || source_[end] == '_')) ++end;
        return add(TokenKind::integer, end - at_);
    }
    std::size_t end = digits(at_);
    bool real = false;
    const bool after_dot = !tokens_.empty() && tokens_.back().text == ".";
    if (!after_dot && end < source_.size() && source_[end] == '.' && digit_at(end + 1)) {
        end = digits(end + 1);
        real = true;
    }
    if (!after_dot && end < source_.size() && (source_[end] | 32) == 'e') {
        const bool is_signed =
            end + 1 < source_.size() && (source_[end + 1] == '+' || source_[end + 1] == '-');
        const std::size_t exponent = end + (is_signed ? 2 : 1);
        if (digit_at(exponent)) {
            end = digits(exponent);
            real = true;
        }
    }
    while (source_[end - 1] == '_') --end;  // an underscore stands between digits
    add(real ? TokenKind::real : TokenKind::integer, end - at_);
}

bool Lexer::lex_sign() {
    for (const std::string_view sign : signs) {
        if (!source_.substr(at_).starts_with(sign)) continue;
        const char c = sign[0];
        if (c == '(' || c == '[' || c == '{') brackets_.push_back(c);
        if (c == ')' || c == ']' || c == '}') {
            if (brackets_.empty()) return fail(at_, fmt::format("'{}' closes nothing", c));
            const char wanted = closing_of(brackets_.back());
            if (c != wanted) return fail(at_, fmt::format("'{}' where '{}' is wanted", c, wanted));
            brackets_.pop_back();
        }
        add(TokenKind::sign, sign.size());
        return true;
    }
    return fail(at_, fmt::format("unexpected character {}",
                                 base::escape_for_message(source_.substr(at_, 1))));
}

void Lexer::add(TokenKind kind, std::size_t length) {
    tokens_.push_back({kind, source_.substr(at_, length), place_of(at_)});
    at_ += length;
}

Place Lexer::place_of(std::size_t offset) {
    if (offset < known_offset_) {  // an error at the tag's beginning
        known_offset_ = 0;
        known_ = {};
    }
    for (; known_offset_ < offset; ++known_offset_) {
        const char c = source_[known_offset_];
        if (c == '\n') {
            known_ = {known_.line + 1, 1};
        } else if ((c & 0xc0) != 0x80) {  // UTF-8's further bytes are no columns
            ++known_.column;
        }
    }
    const int before = known_.line == 1 ? origin_.column - 1 : origin_.indent;
    return {known_.line + origin_.line - 1, known_.column + before};
}

bool Lexer::fail(std::size_t offset, std::string message) {
    error_ = Error{origin_.file, place_of(offset), std::move(message)};
    return false;
}

}  // namespace

std::expected<std::vector<Token>, Error> lex(std::string_view source, const Origin& origin,
                                             const Settings& settings) {
    return Lexer(source, origin, settings).run_template();
}

std::expected<std::vector<Token>, Error> lex_expression(std::string_view source,
                                                        const Origin& origin) {
    const Settings settings;
    return Lexer(source, origin, settings).run_expression();
}

std::string describe(const Token& token) {
    switch (token.kind) {
        case TokenKind::text:
            return "text";
        case TokenKind::print_begin:
        case TokenKind::block_begin:
        case TokenKind::name:
        case TokenKind::integer:
        case TokenKind::real:
        case TokenKind::sign:
            return fmt::format("'{}'", token.text);
        case TokenKind::print_end:
            return "the end of the {{ }}";
        case TokenKind::block_end:
            return "the end of the {% %}";
        case TokenKind::string:
            return "a string";
        case TokenKind::end:
            return "the end";
    }
    std::unreachable();
}

}  // namespace tined::templates
