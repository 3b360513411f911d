// JSON (RFC 8259) into values, strictly, and values into JSON.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace tined::value {

struct JsonLimits {
    int depth = 64;  ///< lists and maps in each other; at most most_nesting
};

/// What is wrong, and where: `line` and `column` count from 1, `column` in characters.
struct JsonError {
    std::size_t offset;  ///< in bytes
    int line;
    int column;
    std::string message;  ///< in words, without the place: "expected a comma or ]"
};

/// Takes the whole text: one value, white space around it, nothing else; no byte order mark. The
/// text must be UTF-8, surrogates in \u escapes must come in pairs. Of a key given twice the last
/// value counts, at the first's place. A number without a point or exponent is an integer, or a
/// real if it does not fit (-0 is the integer 0); one past the reals is refused.
std::expected<Value, JsonError> parse_json(std::string_view text, JsonLimits limits = {});

/// How JSON is written. The defaults are the shortest form, which is for machines.
struct JsonStyle {
    bool is_spaced = false;      ///< ", " and ": " as Python's json.dumps() has it
    bool is_sorted = false;      ///< keys in the order of their code points
    bool is_ascii = false;       ///< \u escapes for all else
    bool is_for_script = false;  ///< < > & ' as \u escapes: it may stand in HTML, in a <script> too
    /// Bytes after which what is nested becomes null and what is left of a list or map is left out.
    std::size_t most = std::size_t{64} << 20;
    int indent = -1;  ///< columns a level, each element on a line of its own; -1: one line
};

/// What Jinja2's filter tojson writes; it takes `indent` besides.
inline constexpr JsonStyle script_style{
    .is_spaced = true, .is_sorted = true, .is_ascii = true, .is_for_script = true};

/// Appends. Reals are written as Python prints them (2.0, 1e+16). Safe text is text, an object the
/// map of its members. What JSON has no word for is null: undefined, callables, nan, inf. Keys that
/// are not text are as Python makes them text (true, null, 1, 1.5), lists and the like as they
/// print. Bytes that are not UTF-8 become U+FFFD. The result is always JSON.
void write_json(const Value& value, std::string& out, JsonStyle style = {});
/// With `script_style`.
void write_json_for_script(const Value& value, std::string& out);

}  // namespace tined::value
