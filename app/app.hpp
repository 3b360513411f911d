// A site that a program makes itself, without a tined.yaml:
//
//     int main() {
//         tined::App app;
//         app.get("/", [](tined::Request) { return tined::Response::text("hello"); });
//         return tined::run("localhost", 4000, app);
//     }
//
// What a tined.yaml may say besides, set() says: app.set("templates", "pages").
#pragma once

#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include "app/registry.hpp"
#include "value/value.hpp"

namespace tined::app {

class App {
public:
    App();
    ~App();
    App(App&&) noexcept;
    App& operator=(App&&) noexcept;

    // `path` is as in a route: /users/{id:int}. `handler` is whatever Registry::add() takes.
    // Mistakes in a path are told when the program runs, as those of a file are; a second handler
    // for the same path and method throws std::invalid_argument, which names the lines of both.
    using Place = std::source_location;

    /// HEAD as well.
    template <typename Handler>
    App& get(std::string path, Handler handler, Place place = Place::current()) {
        return add_route("get", std::move(path), std::move(handler), place);
    }
    template <typename Handler>
    App& post(std::string path, Handler handler, Place place = Place::current()) {
        return add_route("post", std::move(path), std::move(handler), place);
    }
    template <typename Handler>
    App& put(std::string path, Handler handler, Place place = Place::current()) {
        return add_route("put", std::move(path), std::move(handler), place);
    }
    template <typename Handler>
    App& patch(std::string path, Handler handler, Place place = Place::current()) {
        return add_route("patch", std::move(path), std::move(handler), place);
    }
    template <typename Handler>
    App& delete_(std::string path, Handler handler, Place place = Place::current()) {
        return add_route("delete", std::move(path), std::move(handler), place);
    }
    template <typename Handler>
    App& any(std::string path, Handler handler, Place place = Place::current()) {
        return add_route("any", std::move(path), std::move(handler), place);
    }
    /// A class for all of its methods, made for each request with `arguments`.
    template <HandlerClass T, typename... Arguments>
    App& add(std::string path, Arguments... arguments) {
        registry_->add_class<T>(new_name("any", path, {}), {}, std::move(arguments)...);
        return enter("any", std::move(path));
    }

    /// The files of a folder, below a path that ends in `/`.
    App& files(std::string prefix, std::string folder);
    /// Any key of tined.yaml but `routes` and `static`, which throw std::invalid_argument. Relative
    /// paths start at the working directory.
    App& set(std::string_view key, value::Value value);

    /// All that was said, in the language of tined.yaml, with `more` besides.
    std::string configuration(const value::Map& more) const;
    const handlers::HandlerTable& handlers() const noexcept { return *table_; }

private:
    template <typename Handler>
    App& add_route(std::string_view method, std::string path, Handler handler, Place place) {
        registry_->add(new_name(method, path, place), std::move(handler));
        return enter(method, std::move(path));
    }
    static std::string name_of(std::string_view method, std::string_view path);
    std::string new_name(std::string_view method, std::string_view path, Place place);
    App& enter(std::string_view method, std::string path);

    std::unique_ptr<handlers::HandlerTable> table_;
    std::unique_ptr<Registry> registry_;
    std::map<std::string, Place> places_;  // by the handler's name; line 0: not known
    value::List routes_;
    value::Map static_;
    value::Map settings_;
};

}  // namespace tined::app
