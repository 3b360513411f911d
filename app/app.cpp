#include "app/app.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "handlers/handler_table.hpp"
#include "value/json.hpp"

namespace tined::app {

namespace {

std::string text_of(const std::source_location& place) {
    if (place.line() == 0) return {};
    return fmt::format(" at {}:{}", place.file_name(), place.line());
}

}  // namespace

App::App()
    : table_(std::make_unique<handlers::HandlerTable>()),
      registry_(std::make_unique<Registry>(*table_)) {}
App::~App() = default;
App::App(App&&) noexcept = default;
App& App::operator=(App&&) noexcept = default;

App& App::files(std::string prefix, std::string folder) {
    static_.set(std::move(prefix), std::move(folder));
    return *this;
}

App& App::set(std::string_view key, value::Value value) {
    if (key == "routes" || key == "static") {
        throw std::invalid_argument("App::set: get(), post(), ... and files() make these");
    }
    settings_.set(key, std::move(value));
    return *this;
}

// JSON is YAML, and a text in quotes is never taken for anything else.
std::string App::configuration(const value::Map& more) const {
    value::Map all = settings_;
    for (const auto& [key, value] : more) all.set(key, value);
    if (!static_.empty()) all.set("static", static_);
    all.set("routes", routes_);
    std::string text;
    value::write_json(all, text, {.indent = 1});
    return text;
}

std::string App::name_of(std::string_view method, std::string_view path) {
    std::string name(method);
    name.append(" ").append(path);
    return name;
}

std::string App::new_name(std::string_view method, std::string_view path, Place place) {
    std::string name = name_of(method, path);
    const auto [known, is_new] = places_.emplace(name, place);
    if (is_new) return name;
    throw std::invalid_argument(fmt::format("App: {}{}: there is a handler for it already{}", name,
                                            text_of(place), text_of(known->second)));
}

App& App::enter(std::string_view method, std::string path) {
    value::Map action;
    action.set("handler", name_of(method, path));
    value::Map route;
    route.set("path", std::move(path));
    route.set(method, std::move(action));
    routes_.push_back(std::move(route));
    return *this;
}

}  // namespace tined::app
