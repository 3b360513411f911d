// Templates, compiled and rendered within bounds: the template, and behind a line `===` the JSON
// that it renders. As an expression too.
#include <algorithm>
#include <memory>
#include <string>

#include "template/environment.hpp"
#include "tests/fuzz/fuzzer.hpp"
#include "value/json.hpp"

namespace tined::fuzz {
namespace {

using templates::Template;

constexpr templates::Bounds bounds = {.output = 32 * 1024, .loops = 2000, .depth = 12};

// What is drawn by lot differs between two renderings that are to be the same.
void draw_no_lots(templates::Environment& environment) {
    environment.add_filter("random",
                           [](const templates::Evaluation&, const value::Arguments& arguments) {
                               return templates::Result(arguments.positional.front());
                           });
    environment.add_global("lipsum", value::Value("no function, so that calling it is an error"));
}

class JsonNames final : public templates::Names {
public:
    JsonNames(const templates::Symbols& symbols, std::string_view json)
        : symbols_(symbols), data_(value::parse_json(json).value_or(value::Value())) {}
    value::Value value_of(templates::Slot slot) const override {
        return data_.member(symbols_.name_of(slot));
    }

private:
    const templates::Symbols& symbols_;
    value::Value data_;
};

std::string render(const Template& compiled, const templates::Names& names) {
    std::string out = "before";
    const auto rendered = compiled.render(names, out);
    must(out.starts_with("before"));
    if (!rendered) {
        must_equal(out, "before");
        must(!rendered.error().message.empty());
        return to_string(rendered.error());
    }
    must(out.size() <= bounds.output + 6);
    return out;
}

void read_with(std::string_view source, std::string_view json, templates::Settings settings) {
    templates::Symbols symbols;
    templates::Environment environment(
        symbols, settings,
        std::make_unique<templates::MemoryLoader>(
            std::map<std::string, std::string, std::less<>>{{"t.html", std::string(source)}}));
    draw_no_lots(environment);
    const auto loaded = environment.load("t.html");
    if (!loaded) return must(!loaded.error().message.empty());
    const JsonNames names(symbols, json);
    must_equal(render(**loaded, names), render(**loaded, names));
}

void read_expression(std::string_view source, std::string_view json) {
    templates::Symbols symbols;
    templates::Environment environment(symbols, {.bounds = bounds});
    const auto compiled = environment.compile_expression(source, {.file = "f"});
    if (!compiled) return must(!compiled.error().message.empty());
    const JsonNames names(symbols, json);
    const auto value = compiled->evaluate(names);
    if (value) value->print();
}

}  // namespace

void read(std::string_view input) {
    constexpr std::string_view line = "\n===\n";
    const std::size_t end = std::min(input.find(line), input.size());
    const std::string_view source = input.substr(0, end);
    const std::string_view json =
        end == input.size()
            ? R"({"a": 1, "b": [1, "x", {"c": null}], "s": "text <&>", "m": {"k": 2.5}, "t": true})"
            : input.substr(end + line.size());
    read_with(source, json, {.bounds = bounds});
    read_with(source, json,
              {.trim_blocks = true, .lstrip_blocks = true, .strict = true, .bounds = bounds});
    read_expression(source, json);
}

}  // namespace tined::fuzz
