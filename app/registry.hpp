// Gives handlers the names by which tined.yaml names them (`handler: NAME`), and says which options
// they take (`with` of the step). Filled once, before the site is read.
//
//     Task<Response> hello(Request request);
//     class Users { public: Task<Response> get(Request request); ... };
//
//     registry.add("hello", hello, {option("greeting", "hi")});
//     registry.add<Users>("users");
//     registry.add_class<Orders>("orders", {}, database);
//
// A class is made anew for each request, with copies of the arguments of add_class(). Its members
// are what it answers to: get, post, put, patch, delete_, head, options, each taking a Request and
// giving a Task<Response>. What it has not is a 405, with Allow; HEAD is answered by get, and
// OPTIONS by Allow, if it has none of its own. Besides it may have
//     Task<std::optional<Response>> prepare(Request), before them: an answer of it is the answer;
//     void on_finish(), when all is done: the answer is made (a stream sent), or was cancelled.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/class_handler.hpp"
#include "app/request.hpp"
#include "app/response.hpp"
#include "event/task.hpp"
#include "value/value.hpp"

namespace tined::handlers {
class HandlerTable;
}

namespace tined::app {

enum class OptionKind { text, integer, real, boolean, any };

/// One key that a handler takes in `with`.
struct Option {
    std::string name;
    OptionKind kind = OptionKind::text;
    value::Value fallback = {};  ///< where it is not given; undefined: it must be given
};
using Options = std::vector<Option>;

/// An option that must be given, as a T: std::string, bool, an integer, double, or any Value.
template <typename T = std::string>
Option required_option(std::string name) {
    if constexpr (std::is_same_v<T, bool>) {
        return {std::move(name), OptionKind::boolean, {}};
    } else if constexpr (std::integral<T>) {
        return {std::move(name), OptionKind::integer, {}};
    } else if constexpr (std::floating_point<T>) {
        return {std::move(name), OptionKind::real, {}};
    } else if constexpr (std::is_same_v<T, value::Value>) {
        return {std::move(name), OptionKind::any, {}};
    } else {
        static_assert(std::is_same_v<T, std::string>,
                      "an option is a text, a number, a truth "
                      "value or any value");
        return {std::move(name), OptionKind::text, {}};
    }
}
/// One with the value that it has where it is not given, which says its type as well.
template <typename T>
Option option(std::string name, const T& fallback) {
    using Plain = std::conditional_t<std::is_convertible_v<T, std::string_view>, std::string, T>;
    Option made = required_option<Plain>(std::move(name));
    made.fallback = to_value(fallback);
    return made;
}

/// What a handler comes down to. Called for each request, by any number of them side by side.
using Answer = std::function<event::Task<Response>(Request)>;

/// A function, or a lambda, that answers with a task, or at once.
template <typename F>
concept AnswersLater = std::is_invocable_r_v<event::Task<Response>, const F&, Request>;
template <typename F>
concept AnswersAtOnce = std::is_invocable_r_v<Response, const F&, Request>;

template <typename F>
event::Task<Response> answer_at_once(const F& function, Request request) {
    co_return function(std::move(request));
}

class Registry {
public:
    /// `table` outlives it.
    explicit Registry(handlers::HandlerTable& table) noexcept : table_(table) {}

    /// Throws std::invalid_argument for a name that is empty or taken, and where there are 10,000
    /// already. A lambda may capture: it lives as long as the site.
    template <AnswersLater F>
    void add(std::string name, F function, Options options = {}) {
        add_answer(std::move(name), Answer(std::move(function)), std::move(options));
    }
    template <AnswersAtOnce F>
    void add(std::string name, F function, Options options = {}) {
        add_answer(
            std::move(name),
            [function = std::move(function)](Request request) {
                return answer_at_once(function, std::move(request));
            },
            std::move(options));
    }
    /// A class, made for each request with `arguments`.
    template <typename T, typename... Arguments>
        requires HandlerClass<T>
    void add_class(std::string name, Options options, Arguments... arguments) {
        add_answer(std::move(name), answer_of_class<T>(std::move(arguments)...),
                   std::move(options));
    }
    template <HandlerClass T>
    void add(std::string name, Options options = {}) {
        add_class<T>(std::move(name), std::move(options));
    }

private:
    void add_answer(std::string name, Answer answer, Options options);

    handlers::HandlerTable& table_;
};

}  // namespace tined::app
