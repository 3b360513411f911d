#include "config/yaml_failure.hpp"

#include <fmt/format.h>

#include "config/yaml_traps.hpp"

namespace tined::config {

namespace {

class Explainer {
public:
    Explainer(const Source& source, const TreeBuilder& builder, std::size_t offset,
              std::string_view message)
        : source_(source), builder_(builder), at_(offset), says_(message) {}

    Explanation explain() const {
        if (is_told()) return value_at(*builder_.last_refused(), {});
        if (auto trap = opening()) return *trap;
        if (auto trap = in_flow()) return *trap;
        if (auto trap = tab_trap(source_, at_)) return lines(source_.line_begin(at_), *trap);
        if (auto trap = in_scalar()) return *trap;
        if (auto trap = in_block()) return *trap;
        return whole(at_, fmt::format("this is not YAML: {}", says_));
    }

private:
    /// The value that begins at `offset` is what is wrong: the rest of its line can be left out,
    /// or, in { } and [ ], the outermost of them.
    Explanation value_at(std::size_t offset, std::string message) const {
        Explanation found = {.offset = offset,
                             .message = std::move(message),
                             .is_of_value = true,
                             .blank_begin = offset,
                             .blank_end = source_.line_end(at_)};
        const auto flow = builder_.outermost_flow();
        if (!flow) return found;
        const std::size_t end = source_.end_of_flow(*flow);
        if (end != Source::npos) {
            found.blank_begin = *flow;
            found.blank_end = end;
        } else if (*flow != offset) {
            found.blank_end = found.blank_begin;
        }
        return found;
    }

    /// What cannot be told from the rest: the parser's work ends here.
    static Explanation whole(std::size_t offset, std::string message) {
        Explanation found;
        found.offset = offset;
        found.message = std::move(message);
        return found;
    }

    static Explanation lines(std::size_t offset, std::string message) {
        Explanation found = whole(offset, std::move(message));
        found.is_of_value = false;
        return found;
    }

    bool is_told() const {
        const auto refused = builder_.last_refused();
        return refused && *refused <= at_ && at_ <= source_.line_end(*refused);
    }

    bool says(std::string_view words) const { return says_.find(words) != std::string_view::npos; }

    /// The parser stopped at what it keeps for itself: @ ` % * &.
    std::optional<Explanation> opening() const {
        if (says("unknown token")) {
            const bool statement = source_.at(at_) == '%' && at_ > 0 && source_.at(at_ - 1) == '{';
            const std::size_t begin = statement ? at_ - 1 : at_;
            if (auto trap = opening_trap(source_.from(begin))) return value_at(begin, *trap);
        }
        if (!says("anchor") && !says("alias")) return std::nullopt;
        const std::size_t line = source_.line_begin(at_);
        const std::string_view before = source_.text().substr(line, at_ + 1 - line);
        const std::size_t found = before.find_last_of("*&");
        if (found == std::string_view::npos) return std::nullopt;
        const std::size_t begin = before.find_last_not_of("*&", found) + 1;
        return value_at(line + begin, *opening_trap(source_.from(line + begin)));
    }

    std::optional<Explanation> in_flow() const {
        if (says("illegal flow end")) {
            return lines(at_, fmt::format("nothing is open that {} could close", source_.at(at_)));
        }
        auto innermost = builder_.innermost_flow();
        if (!innermost) innermost = builder_.outermost_flow();
        if (!innermost || !says("flow not found")) return std::nullopt;
        const char next = source_.at(source_.skip_blanks(at_));
        const std::size_t last = builder_.last_scalar();
        const bool is_last = last > *innermost && at_ <= source_.line_end(last);
        if (is_last && next == ':') return value_at(last, colon_trap());
        if (is_last && (next == '{' || next == '[')) return value_at(last, braces_trap());
        if (is_last && builder_.last_was_quoted()) return after_quote(last);
        return whole(*innermost, fmt::format("this {} is not closed", source_.at(*innermost)));
    }

    std::optional<Explanation> in_block() const {
        if (says("illegal block entry")) {
            return value_at(at_, "a list cannot begin here: each - stands on a line of its own");
        }
        const std::size_t last = builder_.last_scalar();
        if (says("illegal map value")) return before_colon(last);
        if (!says("end of map not found") && !says("end of sequence not found")) {
            return std::nullopt;
        }
        const std::size_t line = source_.line_begin(at_);
        const std::size_t value = value_on(line);
        if (is_bracketed_v6(source_.from(value))) return value_at(value, address_trap());
        if (builder_.last_was_quoted() && is_after_quote(last)) return after_quote(last);
        return lines(at_, "this line's indentation fits nothing above it");
    }

    /// Either the text holds ": ", or the line above is no key with a value, and the parser took
    /// it for the beginning of this line's key.
    Explanation before_colon(std::size_t last) const {
        const std::size_t line = source_.line_begin(at_);
        if (line == 0) return value_at(last, colon_trap());
        const std::size_t above = source_.line_begin(line - 1);
        const std::string_view indent = source_.indentation(above);
        const std::size_t begin = above + indent.size();
        const std::string_view text = source_.text().substr(begin, line - 1 - begin);
        const bool is_separate = begin > last && indent == source_.indentation(line);
        if (!is_separate || text.empty() || text.starts_with('#')) {
            return value_at(last, colon_trap());
        }
        if (text.find(':') == std::string_view::npos) {
            return lines(begin, fmt::format("expected \"{}: ...\"", text));
        }
        return lines(begin, "a blank is missing after the colon");
    }

    std::optional<Explanation> in_scalar() const {
        if (says("unexpected character in block scalar")) {
            return value_at(at_,
                            "after | and > the text begins on the next line; quote text that "
                            "begins with them");
        }
        if (says("EOF in scalar") || says("document indicator in scalar")) {
            return whole(builder_.next_value().value_or(at_), "this quote is never closed");
        }
        if (!says("unknown escape") && !says("hex number")) return std::nullopt;
        return whole(at_, "unknown escape: double the backslash, or quote with ' '");
    }

    /// Where a value begins that is a list in [ ]: by then it is closed, and the builder knows no
    /// place of it.
    std::size_t value_on(std::size_t line) const {
        const std::size_t found = source_.text().substr(line, at_ - line).find('[');
        return found == std::string_view::npos ? at_ : line + found;
    }

    bool is_after_quote(std::size_t quoted) const {
        const std::size_t end = source_.end_of_quoted(quoted);
        return end != Source::npos && source_.skip_blanks(end) == at_;
    }

    Explanation after_quote(std::size_t quoted) const {
        const Place closed = source_.place_at(source_.end_of_quoted(quoted) - 1);
        return value_at(quoted, fmt::format("this quote closes at {}:{}, and text follows: quote "
                                            "the whole text, with ' ' if it holds \"",
                                            closed.line, closed.column));
    }

    const Source& source_;
    const TreeBuilder& builder_;
    std::size_t at_;
    std::string_view says_;
};

}  // namespace

Explanation explain(const Source& source, const TreeBuilder& builder, std::size_t offset,
                    std::string_view message) {
    return Explainer(source, builder, offset, message).explain();
}

}  // namespace tined::config
