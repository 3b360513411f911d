// How a class answers: which of its members stands for which method. See app/registry.hpp for what
// such a class is; the handlers of a program need nothing of this.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "app/request.hpp"
#include "app/response.hpp"
#include "event/task.hpp"

namespace tined::app {

/// Throws HttpError 405 with `Allow: allowed`.
[[noreturn]] void refuse_method(const std::string& allowed);
/// The answer to OPTIONS of what has no member for it.
event::Task<Response> allow(std::string allowed);

template <typename T>
using Method = event::Task<Response> (*)(T& object, Request request);

// Each calls a member, if there is one that takes a Request.
inline constexpr auto call_get = [](auto& o, Request r) -> decltype(o.get(r)) { return o.get(r); };
inline constexpr auto call_post = [](auto& o, Request r) -> decltype(o.post(r)) {
    return o.post(r);
};
inline constexpr auto call_put = [](auto& o, Request r) -> decltype(o.put(r)) { return o.put(r); };
inline constexpr auto call_patch = [](auto& o, Request r) -> decltype(o.patch(r)) {
    return o.patch(r);
};
inline constexpr auto call_delete = [](auto& o, Request r) -> decltype(o.delete_(r)) {
    return o.delete_(r);
};
inline constexpr auto call_head = [](auto& o, Request r) -> decltype(o.head(r)) {
    return o.head(r);
};
inline constexpr auto call_options = [](auto& o, Request r) -> decltype(o.options(r)) {
    return o.options(r);
};

template <typename T, typename Call>
constexpr bool has_method(Call) noexcept {
    return std::is_invocable_v<Call, T&, Request>;
}

/// Null if `T` has no such member, which has_method() says: for GCC 12 under the
/// undefined-behaviour sanitizer it is no constant whether a function's address is null.
template <typename T, typename Call>
constexpr Method<T> method_of(Call) noexcept {
    if constexpr (has_method<T>(Call{})) {
        static_assert(std::same_as<std::invoke_result_t<Call, T&, Request>, event::Task<Response>>,
                      "the members of a handler that stand for methods give a Task<Response>");
        return [](T& object, Request request) { return Call{}(object, std::move(request)); };
    } else {
        return nullptr;
    }
}

template <typename T>
struct MethodRow {
    std::string_view name;
    Method<T> call;
};

template <typename T>
inline constexpr std::array<MethodRow<T>, 7> methods_of = {{
    {"GET", method_of<T>(call_get)},
    {"HEAD", has_method<T>(call_head) ? method_of<T>(call_head) : method_of<T>(call_get)},
    {"POST", method_of<T>(call_post)},
    {"PUT", method_of<T>(call_put)},
    {"PATCH", method_of<T>(call_patch)},
    {"DELETE", method_of<T>(call_delete)},
    {"OPTIONS", method_of<T>(call_options)},
}};

/// A class with at least one member that stands for a method.
template <typename T>
concept HandlerClass =
    std::is_class_v<T> &&
    (has_method<T>(call_get) || has_method<T>(call_head) || has_method<T>(call_post) ||
     has_method<T>(call_put) || has_method<T>(call_patch) || has_method<T>(call_delete) ||
     has_method<T>(call_options));

template <typename T>
std::string allowed_by() {
    std::string text;
    for (const auto& row : methods_of<T>) {
        if (row.call != nullptr && row.name != "OPTIONS") text.append(row.name).append(", ");
    }
    return text + "OPTIONS";
}

template <typename T>
Method<T> find_method(std::string_view name) noexcept {
    const auto row = std::ranges::find(methods_of<T>, name, &MethodRow<T>::name);
    return row == methods_of<T>.end() ? nullptr : row->call;
}

/// An object that answers one request. It lives until the answer is made or its stream has ended.
template <typename T>
struct Answering {
    template <typename... Arguments>
    explicit Answering(const Arguments&... arguments) : object(arguments...) {}
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;
    ~Answering() {
        if constexpr (requires { object.on_finish(); }) {
            static_assert(noexcept(object.on_finish()),
                          "on_finish() is noexcept: nobody is left to be told");
            object.on_finish();
        }
    }

    T object;
};

template <typename T>
event::Task<Response> answer_by_class(std::shared_ptr<Answering<T>> answering, Method<T> method,
                                      Request request) {
    T& object = answering->object;
    if constexpr (requires { object.prepare(request); }) {
        std::optional<Response> early = co_await object.prepare(request);
        if (early) co_return std::move(*early);
    }
    Response response = co_await method(object, request);
    response.keep_with_stream(answering);
    co_return response;
}

/// What makes a T for each request, and lets it answer.
template <typename T, typename... Arguments>
auto answer_of_class(Arguments... arguments) {
    return [all = std::tuple(std::move(arguments)...)](Request request) -> event::Task<Response> {
        const Method<T> method = find_method<T>(request.method());
        if (method == nullptr && request.method() != "OPTIONS") refuse_method(allowed_by<T>());
        if (method == nullptr) return allow(allowed_by<T>());
        const auto make = [](const auto&... each) {
            return std::make_shared<Answering<T>>(each...);
        };
        return answer_by_class<T>(std::apply(make, all), method, std::move(request));
    };
}

}  // namespace tined::app
