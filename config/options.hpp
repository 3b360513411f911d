// The site's own command-line options: `options:` of tined.yaml, read as {{ options.NAME }}.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/reader.hpp"
#include "value/value.hpp"

namespace tined::config {

enum class OptionType { string, integer, real, boolean, duration };

/// "string", "int", "float", "bool", "duration": as the configuration writes it.
std::string_view name_of(OptionType type) noexcept;

/// One option. A duration's value is its seconds, a real.
struct Option {
    std::string name;
    OptionType type = OptionType::string;
    value::Value value;  ///< the default, until the command line says otherwise
    std::string help;
    bool is_secret = false;  ///< neither `--help` nor an error shows its value
};

using OptionTable = std::vector<Option>;

/// Reads `options:`. A name that is among `flags` (tined's own, without "--") is a problem.
OptionTable read_options(const Reader& value, std::span<const std::string_view> flags);

/// The text of a command line as a value of the option's type. The error says what was expected
/// and shows the text unless the option is secret.
std::expected<value::Value, std::string> parse_option(const Option& option, std::string_view text);

}  // namespace tined::config
