// first_of: runs tasks side by side, gives the result of the first that ends, and cancels the rest.
//
// One that throws is first as well, and its exception is thrown. If one ends without having
// suspended, those after it never run. Cancelled, it cancels all.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "event/join.hpp"
#include "event/task.hpp"

namespace tined::event {

/// The variant's index is the argument's. A task of void gives std::monostate.
template <typename... Ts>
    requires(sizeof...(Ts) > 0)
Task<std::variant<ValueOf<Ts>...>> first_of(Task<Ts>... tasks) {
    using Result = std::variant<ValueOf<Ts>...>;
    Join join;
    std::tuple<Child<Ts>...> children;
    std::apply(
        [&](Child<Ts>&... each) { (each.start(join, std::move(tasks), Settles::by_ending), ...); },
        children);
    co_await join;
    std::optional<Result> result;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto take = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
            auto& child = std::get<N>(children);
            if (child.is_done()) result.emplace(std::in_place_index<N>, child.take());
        };
        (take(std::integral_constant<std::size_t, I>()), ...);
    }(std::index_sequence_for<Ts...>());
    co_return std::move(*result);
}

template <typename T>
struct First {
    std::size_t index;  ///< of the task
    T value;
};

/// Any number of one type, but at least one.
template <typename T>
Task<First<ValueOf<T>>> first_of(std::vector<Task<T>> tasks) {
    assert(!tasks.empty());
    Join join;
    const std::size_t count = tasks.size();
    const auto children = std::make_unique<Child<T>[]>(count);
    for (std::size_t i = 0; i < count; ++i) {
        children[i].start(join, std::move(tasks[i]), Settles::by_ending);
    }
    co_await join;
    std::size_t first = 0;
    while (!children[first].is_done()) ++first;
    co_return First<ValueOf<T>>{first, children[first].take()};
}

}  // namespace tined::event
