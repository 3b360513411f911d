#include "http/forwarded_field.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace tined::http {
namespace {

using Parameter = std::pair<std::string_view, std::string>;

/// Takes one thing after the other from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) noexcept : rest_(text) {}

    bool is_at_end() const noexcept { return rest_.empty(); }
    bool is_at_end_or(std::string_view marks) const noexcept {
        return rest_.empty() || marks.find(rest_.front()) != marks.npos;
    }

    bool take(char wanted) noexcept {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void skip_blanks() noexcept {
        while (take(' ') || take('\t')) continue;
    }

    std::string_view take_token() noexcept {
        const auto* const end = std::ranges::find_if_not(rest_, base::is_token_char);
        const std::string_view token(rest_.begin(), end);
        rest_.remove_prefix(token.size());
        return token;
    }

    // Behind the opening quote. quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
    std::optional<std::string> take_quoted() {
        std::string text;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_.remove_prefix(i + 1);
                return text;
            }
            if (rest_[i] == '\\' && ++i == rest_.size()) break;
            text += rest_[i];
        }
        return std::nullopt;
    }

private:
    std::string_view rest_;
};

// forwarded-pair = token "=" ( token / quoted-string )
std::optional<Parameter> take_pair(Cursor& cursor) {
    const std::string_view name = cursor.take_token();
    if (name.empty() || !cursor.take('=')) return std::nullopt;
    if (cursor.take('"')) {
        auto text = cursor.take_quoted();
        if (!text) return std::nullopt;
        return Parameter{name, *std::move(text)};
    }
    const std::string_view token = cursor.take_token();
    if (token.empty()) return std::nullopt;
    return Parameter{name, token};
}

// forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] ); up to a comma, or the end.
// Nothing if it has no pair. Blanks around the semicolon are not in the grammar, but in use.
std::expected<std::optional<ForwardedElement>, ForwardedError> take_element(Cursor& cursor) {
    ForwardedElement element;
    std::optional<std::string> by;
    const std::array<std::pair<std::string_view, std::optional<std::string>*>, 4> known = {
        {{"for", &element.node}, {"proto", &element.proto}, {"host", &element.host}, {"by", &by}}};
    bool is_empty = true;
    for (;;) {
        cursor.skip_blanks();
        if (cursor.is_at_end() || cursor.take(',')) break;
        if (cursor.take(';')) continue;
        auto pair = take_pair(cursor);
        cursor.skip_blanks();
        if (!pair || !cursor.is_at_end_or(",;")) {
            return std::unexpected(ForwardedError::bad_element);
        }
        is_empty = false;
        for (const auto& [name, value] : known) {
            if (!base::equals_ignoring_case(pair->first, name)) continue;
            if (*value) return std::unexpected(ForwardedError::repeated_parameter);
            *value = std::move(pair->second);
        }
    }
    if (is_empty) return std::nullopt;
    return element;
}

// obfnode = obfport = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
bool is_obfuscated(std::string_view text) noexcept {
    return text.size() > 1 && text.front() == '_' && std::ranges::all_of(text, [](char c) {
               return base::is_alnum(c) || c == '.' || c == '_' || c == '-';
           });
}

// node-port = 1*5DIGIT / obfport
bool is_node_port(std::string_view port) noexcept {
    return is_obfuscated(port) ||
           (port.size() <= 5 && base::parse_integer<std::uint16_t>(port).has_value());
}

}  // namespace

std::expected<std::vector<ForwardedElement>, ForwardedError> parse_forwarded(
    std::string_view value) {
    std::vector<ForwardedElement> elements;
    Cursor cursor(value);
    while (!cursor.is_at_end()) {
        auto element = take_element(cursor);
        if (!element) return std::unexpected(element.error());
        if (*element) elements.push_back(**std::move(element));
    }
    return elements;
}

// node = nodename [ ":" node-port ]
std::expected<std::optional<Address>, ForwardedError> parse_node(std::string_view node) {
    const std::size_t bracket = node.starts_with('[') ? node.find(']') : 0;
    if (bracket == node.npos) return std::unexpected(ForwardedError::bad_node);
    const std::size_t colon = std::min(node.find(':', bracket), node.size());
    const std::string_view name = node.substr(0, colon);
    if (colon < node.size() && !is_node_port(node.substr(colon + 1))) {
        return std::unexpected(ForwardedError::bad_node);
    }
    if (is_obfuscated(name) || base::equals_ignoring_case(name, "unknown")) return std::nullopt;
    // Brackets are for IPv6 alone, and without them no colon gets here.
    const bool is_v6 = name.starts_with('[') && name.ends_with(']') && name.find(':') != name.npos;
    const auto address = Address::parse(is_v6 ? name.substr(1, name.size() - 2) : name);
    if (!address) return std::unexpected(ForwardedError::bad_node);
    return address;
}

}  // namespace tined::http
