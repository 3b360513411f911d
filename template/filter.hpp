// What `value | name(arguments)` and `value is name(arguments)` call.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "template/meter.hpp"
#include "value/value.hpp"

namespace tined::templates {

class Builtins;

/// A value, or what is wrong in words; the template that called adds its place.
using Result = std::expected<value::Value, std::string>;

/// What a filter may know of the rendering that calls it. Good for the call only.
struct Evaluation {
    const Builtins& builtins;  ///< for filters that apply others: map, select
    bool autoescape;           ///< HTML is being written
    std::size_t largest_text;  ///< bytes; a filter that would make a longer text fails instead
    std::size_t longest_list;  ///< elements; likewise
    Meter& meter;              ///< what goes over much tells it
};

/// The first positional argument is what stands before the bar (or `is`).
using Filter = std::function<Result(const Evaluation&, const value::Arguments&)>;

}  // namespace tined::templates
