// One declared argument: where it comes from, its type, its bounds. Checking it makes the typed
// value, or says what is wrong with what was sent, as {code, message, value}.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/reader.hpp"
#include "handlers/pattern_match.hpp"
#include "handlers/step_reader.hpp"
#include "value/value.hpp"

namespace tined::handlers {

enum class ArgumentSource { by_method, path, query, form, json, header, cookie };
enum class ArgumentType { string, integer, real, boolean, uuid, date };

struct ArgumentRule {
    std::string name;
    ArgumentSource source = ArgumentSource::by_method;
    ArgumentType type = ArgumentType::string;
    bool is_list = false;
    bool is_required = false;
    value::Value fallback;  ///< the `default`; undefined if there is none
    value::Value minimum;   ///< of the rule's type: integers are compared as such, not rounded to
    value::Value maximum;   ///< reals; undefined if there is none
    std::optional<std::size_t> min_length;  ///< characters; of a list: elements
    std::optional<std::size_t> max_length;
    std::vector<value::Value> allowed;  ///< `enum`; empty: any
    std::optional<PatternMatch> pattern;

    /// Empty when it told a problem.
    static std::optional<ArgumentRule> read(std::string_view name, const config::Reader& value,
                                            const StepContext& context);
};

/// What is wrong with an argument: a member of error.fields.
struct ArgumentFault {
    std::string_view code;  ///< required, type, minimum, maximum, min_length, max_length, ...
    std::string message;
    value::Value sent;
};

/// `sent` is what came under the name: texts of a query, form, path, header or cookie, or members
/// of a JSON body. None: the default, undefined, or a fault if it is required.
std::expected<value::Value, ArgumentFault> check_argument(const ArgumentRule& rule,
                                                          const value::List& sent);

value::Value to_value(const ArgumentFault& fault);

/// A sent text as a truth value: true, 1, on, yes, or false, 0, off, no.
std::optional<bool> boolean_from(std::string_view text) noexcept;

}  // namespace tined::handlers
