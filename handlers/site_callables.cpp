#include "handlers/site_callables.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <span>

#include "base/nearest.hpp"
#include "base/text.hpp"
#include "crypto/random.hpp"
#include "handlers/request_objects.hpp"
#include "handlers/static_answer.hpp"
#include "http/target.hpp"

namespace tined::handlers {

namespace {

using value::Value;
using Called = std::expected<Value, std::string>;

/// The first argument, where a function wants a text first.
std::expected<std::string_view, std::string> first_text(std::string_view function,
                                                        const value::Arguments& arguments) {
    if (arguments.positional.size() == 1 && arguments.positional.front().is_text()) {
        return arguments.positional.front().as_text();
    }
    return std::unexpected(fmt::format("{}() takes one text first", function));
}

class UrlFunction final : public value::Callable {
public:
    explicit UrlFunction(const RoutesByName& routes) noexcept : routes_(routes) {}
    std::string_view name() const noexcept override { return "url"; }

    Called call(const value::Arguments& arguments) const override {
        const auto name = first_text("url", arguments);
        if (!name) return std::unexpected(name.error());
        const auto route = routes_.find(*name);
        if (route == routes_.end()) return std::unexpected(no_such_route(*name));
        std::vector<std::string> texts;
        texts.reserve(arguments.named.size());
        std::vector<PathArgument> path_arguments;
        for (const auto& [parameter, value] : arguments.named) {
            texts.push_back(value.print());
            path_arguments.emplace_back(parameter, texts.back());
        }
        auto path = route->second->pattern->build(path_arguments);
        if (!path) return std::unexpected(fmt::format("url('{}'): {}", *name, path.error()));
        return Value::safe_text(*path);
    }

private:
    std::string no_such_route(std::string_view name) const {
        std::vector<std::string_view> known;
        for (const auto& [route_name, route] : routes_) known.push_back(route_name);
        const auto near = base::nearest(name, known);
        return fmt::format("url('{}'): no route has that name{}", name,
                           near ? fmt::format("; did you mean \"{}\"?", *near) : "");
    }

    const RoutesByName& routes_;
};

/// Safe text must be so in an attribute with single quotes too, where encode_path() is not.
std::string encoded(std::string_view path) {
    std::string url;
    for (const auto segment : base::split(path, '/')) {
        if (!url.empty()) url += '/';
        url += http::encode_component(segment);
    }
    return url;
}

class StaticUrlFunction final : public value::Callable {
public:
    explicit StaticUrlFunction(const std::deque<Route>& routes) noexcept : routes_(routes) {}
    std::string_view name() const noexcept override { return "static_url"; }

    Called call(const value::Arguments& arguments) const override {
        const auto path = first_text("static_url", arguments);
        if (!path) return std::unexpected(path.error());
        for (const auto& route : routes_) {
            if (route.folder == nullptr || route.pattern->has_parameters()) continue;
            const auto version = route.folder->version_of(*path);
            if (!version) continue;
            const auto prefix = route.pattern->build({});
            return Value::safe_text(*prefix + encoded(*path) + "?v=" + *version);
        }
        return std::unexpected(fmt::format("static_url('{}'): no such static file", *path));
    }

private:
    const std::deque<Route>& routes_;
};

class RandomFunction final : public value::Callable {
public:
    std::string_view name() const noexcept override { return "random"; }

    Called call(const value::Arguments& arguments) const override {
        if (arguments.positional.size() != 1 || !arguments.named.empty() ||
            arguments.positional.front().kind() != value::Kind::list) {
            return std::unexpected("random() takes one list");
        }
        const auto& list = arguments.positional.front().as_list();
        if (list.empty()) return Value();
        std::uint64_t number = 0;
        crypto::fill_random(std::as_writable_bytes(std::span(&number, 1)));
        return list[number % list.size()];
    }
};

class NowFunction final : public value::Callable {
public:
    std::string_view name() const noexcept override { return "now"; }

    Called call(const value::Arguments& arguments) const override {
        if (!arguments.positional.empty() || !arguments.named.empty()) {
            return std::unexpected("now() takes no arguments");
        }
        return Value(seconds_since_epoch(std::chrono::system_clock::now()));
    }
};

}  // namespace

Value make_url_function(const RoutesByName& routes) {
    return Value::callable(std::make_shared<UrlFunction>(routes));
}
Value make_static_url_function(const std::deque<Route>& routes) {
    return Value::callable(std::make_shared<StaticUrlFunction>(routes));
}
Value make_random_function() { return Value::callable(std::make_shared<RandomFunction>()); }
Value make_now_function() { return Value::callable(std::make_shared<NowFunction>()); }

}  // namespace tined::handlers
