// What the template tests share: a small world to render in.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "template/environment.hpp"
#include "value/json.hpp"

namespace tined::templates {

/// Names out of a JSON object.
class JsonNames final : public Names {
public:
    JsonNames(const Symbols& symbols, std::string_view json)
        : symbols_(symbols), data_(value::parse_json(json).value()) {}
    value::Value value_of(Slot slot) const override { return data_.member(symbols_.name_of(slot)); }

private:
    const Symbols& symbols_;
    value::Value data_;
};

using Sources = std::map<std::string, std::string, std::less<>>;

/// As it is told, but for what led there.
inline std::string told(Error error) {
    error.chain.clear();
    return to_string(error);
}

/// Templates in memory; rendering gives the output, or the error as it is told.
class World {
public:
    explicit World(Sources sources = {}, Settings settings = {})
        : environment(symbols, settings, std::make_unique<MemoryLoader>(std::move(sources))) {}

    std::string render(std::string_view name, std::string_view json = "{}") {
        const auto loaded = environment.load(name);
        if (!loaded) return told(loaded.error());
        std::string out;
        const auto rendered = (*loaded)->render(JsonNames(symbols, json), out);
        return rendered ? out : told(rendered.error());
    }

    Symbols symbols;
    Environment environment;
};

/// A template without a name's ending: nothing is escaped.
inline std::string rendered(std::string source, std::string_view json = "{}",
                            Settings settings = {}) {
    return World(Sources{{"t", std::move(source)}}, settings).render("t", json);
}

/// The same as HTML.
inline std::string rendered_html(std::string source, std::string_view json = "{}") {
    return World(Sources{{"t.html", std::move(source)}}).render("t.html", json);
}

}  // namespace tined::templates
