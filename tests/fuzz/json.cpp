// JSON: what parse_json() takes is written again in each style, and means the same.
#include <string>

#include "base/utf8.hpp"
#include "tests/fuzz/fuzzer.hpp"
#include "value/json.hpp"

namespace tined::fuzz {
namespace {

void check_the_same_again(const value::Value& value, value::JsonStyle style) {
    std::string written;
    value::write_json(value, written, style);
    must(base::is_utf8(written));
    const auto again = value::parse_json(written);
    must(again.has_value());
    must(*again == value);
    std::string twice;
    value::write_json(*again, twice, style);
    must_equal(twice, written);
}

}  // namespace

void read(std::string_view input) {
    const auto value = value::parse_json(input);
    if (!value) {
        const value::JsonError& error = value.error();
        must(error.offset <= input.size() && error.line >= 1 && error.column >= 1);
        must(!error.message.empty());
        return;
    }
    must(base::is_utf8(input));
    check_the_same_again(*value, {});
    check_the_same_again(*value, {.indent = 2});
    check_the_same_again(*value, value::script_style);
}

}  // namespace tined::fuzz
