#include "config/typed.hpp"

#include <algorithm>
#include <array>

#include "base/nearest.hpp"
#include "config/units.hpp"
#include "value/list.hpp"
#include "value/map.hpp"

namespace tined::config {

namespace {

constexpr std::string_view size_wanted = "a size such as 512, 64KiB or 10MiB";
constexpr std::string_view duration_wanted = "a duration such as 250ms, 30s, 5m, 1h or 31d";

bool is_scalar(const Reader& value) noexcept { return value.node().kind == NodeKind::scalar; }

}  // namespace

std::optional<std::string> as_text(const Reader& value) {
    const Node& node = value.node();
    if (is_scalar(value)) return node.text;
    if (node.is_flow) {
        // Whoever wrote /users/{id} without quotes meant text.
        const char opening = node.kind == NodeKind::mapping ? '{' : '[';
        value.expected(fmt::format("text (quoted, if it begins with {})", opening));
    } else {
        value.expected("text");
    }
    return std::nullopt;
}

std::optional<std::string> as_nonempty_text(const Reader& value) {
    auto text = as_text(value);
    if (!text || !text->empty()) return text;
    value.fail("expected text that is not empty");
    return std::nullopt;
}

std::optional<bool> as_boolean(const Reader& value) {
    if (is_scalar(value) && value.node().text == "true") return true;
    if (is_scalar(value) && value.node().text == "false") return false;
    value.expected("true or false");
    return std::nullopt;
}

std::optional<std::uint64_t> as_size(const Reader& value) {
    if (is_scalar(value)) {
        if (const auto size = parse_size(value.node().text)) return size;
    }
    value.expected(size_wanted);
    return std::nullopt;
}

std::optional<std::uint64_t> Size::operator()(const Reader& value) const {
    const auto size = as_size(value);
    if (!size || (*size >= least && *size <= most)) return size;
    value.expected(fmt::format("a size from {} to {} bytes", least, most));
    return std::nullopt;
}

void refuse_word(const Reader& value, const std::vector<std::string_view>& words,
                 std::string_view wanted) {
    const Node& node = value.node();
    std::string list(words.front());
    for (std::size_t i = 1; i < words.size(); ++i) {
        list += (i + 1 == words.size() ? " or " : ", ") + std::string(words[i]);
    }
    std::string message =
        fmt::format("expected {}, found {}", wanted.empty() ? list : wanted, describe(node));
    if (node.kind == NodeKind::scalar && !node.is_secret) {
        const auto near = base::nearest(node.text, words);
        if (near) message += fmt::format("; did you mean \"{}\"?", *near);
    }
    value.fail(std::move(message));
}

std::optional<std::chrono::milliseconds> as_duration(const Reader& value) {
    if (is_scalar(value)) {
        if (const auto duration = parse_duration(value.node().text)) return duration;
    }
    value.expected(duration_wanted);
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> as_nonzero_duration(const Reader& value) {
    const auto duration = as_duration(value);
    if (!duration || duration->count() > 0) return duration;
    value.fail("expected a duration longer than nothing");
    return std::nullopt;
}

std::optional<std::filesystem::path> as_path(const Reader& value) {
    const auto text = as_nonempty_text(value);
    if (!text) return std::nullopt;
    if (text->find('\0') != std::string::npos) {
        value.fail("a path cannot hold a NUL");
        return std::nullopt;
    }
    return resolved_path(*text, value.place());
}

std::filesystem::path resolved_path(std::string_view path, const Place& named_at) {
    if (named_at.line == 0) return path;
    return std::filesystem::path(named_at.file).parent_path() / path;
}

namespace {

using Words = std::array<std::string_view, 3>;
constexpr Words nulls = {"null", "Null", "NULL"};
constexpr Words trues = {"true", "True", "TRUE"};
constexpr Words falses = {"false", "False", "FALSE"};
constexpr Words infinities = {".inf", ".Inf", ".INF"};
constexpr Words nans = {".nan", ".NaN", ".NAN"};

bool is_among(std::string_view text, const Words& words) {
    return std::ranges::find(words, text) != words.end();
}

std::optional<value::Value> number_in_base(std::string_view digits, int base) {
    std::uint64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (error != std::errc() || stop != end || number > most) return std::nullopt;
    return value::Value(static_cast<std::int64_t>(number));
}

// YAML 1.2.2 §10.3.2: [-+]? digits; 0o7; 0xF; a fraction and an exponent make it real.
std::optional<value::Value> core_number(std::string_view text) {
    if (text.starts_with("0o")) return number_in_base(text.substr(2), 8);
    if (text.starts_with("0x")) return number_in_base(text.substr(2), 16);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (is_among(text, infinities)) {
        const double infinity = std::numeric_limits<double>::infinity();
        return value::Value(negative ? -infinity : infinity);
    }
    if (text.empty() || !(base::is_digit(text[0]) || text[0] == '.')) return std::nullopt;
    const std::string signed_text = (negative ? "-" : "") + std::string(text);
    if (const auto integer = base::parse_integer<std::int64_t>(signed_text)) {
        return value::Value(*integer);
    }
    if (const auto real = base::parse_real(signed_text)) return value::Value(*real);
    return std::nullopt;
}

}  // namespace

value::Value scalar_value(const Node& scalar) {
    const std::string& text = scalar.text;
    if (scalar.style != Style::plain || scalar.tag != Tag::none) return value::Value(text);
    if (text.empty() || text == "~" || is_among(text, nulls)) return value::Value(nullptr);
    if (is_among(text, trues)) return value::Value(true);
    if (is_among(text, falses)) return value::Value(false);
    if (is_among(text, nans)) return value::Value(std::numeric_limits<double>::quiet_NaN());
    if (auto number = core_number(text)) return *number;
    return value::Value(text);
}

value::Value as_value(const Node& node) {
    switch (node.kind) {
        case NodeKind::null:
            return value::Value(nullptr);
        case NodeKind::scalar:
            return scalar_value(node);
        case NodeKind::sequence: {
            value::List list;
            for (const Node& item : node.items) list.push_back(as_value(item));
            return value::Value(std::move(list));
        }
        case NodeKind::mapping: {
            value::Map map;
            for (const Entry& entry : node.entries) {
                map.set(value::Value(entry.key), as_value(entry.value));
            }
            return value::Value(std::move(map));
        }
    }
    return {};
}

}  // namespace tined::config
