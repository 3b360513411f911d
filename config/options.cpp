#include "config/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "config/typed.hpp"
#include "config/units.hpp"

namespace tined::config {

namespace {

struct TypeName {
    std::string_view name;
    OptionType type;
    std::string_view wanted;
};

constexpr std::array<TypeName, 5> type_names = {{
    {"string", OptionType::string, "text"},
    {"int", OptionType::integer, "a whole number"},
    {"float", OptionType::real, "a number"},
    {"bool", OptionType::boolean, "true or false"},
    {"duration", OptionType::duration, "a duration such as 250ms, 30s, 5m, 1h or 31d"},
}};

const TypeName& entry_of(OptionType type) noexcept {
    return *std::ranges::find(type_names, type, &TypeName::type);
}

/// Seconds, whole where they are.
value::Value seconds(std::chrono::milliseconds duration) {
    const std::int64_t count = duration.count();
    if (count % 1000 == 0) return value::Value(count / 1000);
    return value::Value(static_cast<double>(count) / 1000);
}

std::optional<value::Value> typed(OptionType type, std::string_view text) {
    switch (type) {
        case OptionType::string:
            return value::Value(text);
        case OptionType::integer:
            if (const auto number = base::parse_integer<std::int64_t>(text)) return *number;
            return std::nullopt;
        case OptionType::real:
            if (const auto number = base::parse_real(text)) return *number;
            return std::nullopt;
        case OptionType::boolean:
            if (text == "true") return value::Value(true);
            if (text == "false") return value::Value(false);
            return std::nullopt;
        case OptionType::duration:
            if (const auto duration = parse_duration(text)) return seconds(*duration);
            return std::nullopt;
    }
    return std::nullopt;
}

/// What can follow both `--` and `options.`.
bool is_name(std::string_view name) noexcept {
    const auto is_word = [](char c) { return base::is_alnum(c) || c == '_'; };
    return !name.empty() && !base::is_digit(name[0]) && std::ranges::all_of(name, is_word);
}

/// `log_level` and `log-level` are one to whoever types them.
bool is_flag(std::string_view name, std::span<const std::string_view> flags) {
    std::string dashed(name);
    std::ranges::replace(dashed, '_', '-');
    return std::ranges::any_of(flags, [&](std::string_view f) { return f == name || f == dashed; });
}

void read_default(const Reader& value, Option& option) {
    const auto text = as_text(value);
    if (!text) return;
    if (auto parsed = typed(option.type, *text)) {
        option.value = std::move(*parsed);
    } else if (option.is_secret) {
        value.fail(fmt::format("expected {}", entry_of(option.type).wanted));
    } else {
        value.expected(entry_of(option.type).wanted);
    }
}

std::optional<Option> read_option(std::string_view name, const Reader& value) {
    MappingReader in(value, "{type: ..., default: ..., help: ...}");
    OneOf<OptionType> types;
    for (const TypeName& type : type_names) types.words.emplace_back(type.name, type.type);
    Option option;
    option.name = name;
    option.value = value::Value(nullptr);
    in.read("type", option.type, types);
    in.read("help", option.help, as_text);
    in.read("secret", option.is_secret, as_boolean);
    if (const auto given = in.take("default")) read_default(*given, option);
    in.finish();
    return option;
}

}  // namespace

std::string_view name_of(OptionType type) noexcept { return entry_of(type).name; }

OptionTable read_options(const Reader& value, std::span<const std::string_view> flags) {
    OptionTable table;
    MappingReader in(value, "a mapping of names to {type: ..., default: ..., help: ...}");
    for (const auto& [name, description] : in.take_all()) {
        if (!is_name(name)) {
            in.fail_at_key(name, "an option's name is made of letters, digits and _");
        } else if (is_flag(name, flags)) {
            in.fail_at_key(name, "tined has a flag of this name itself");
        } else if (auto option = read_option(name, description)) {
            table.push_back(std::move(*option));
        }
    }
    return table;
}

std::expected<value::Value, std::string> parse_option(const Option& option, std::string_view text) {
    if (auto parsed = typed(option.type, text)) return std::move(*parsed);
    const std::string_view wanted = entry_of(option.type).wanted;
    if (option.is_secret) return std::unexpected(fmt::format("expected {}", wanted));
    return std::unexpected(
        fmt::format("expected {}, found \"{}\"", wanted, base::escape_for_message(text)));
}

}  // namespace tined::config
