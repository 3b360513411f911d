// gather: runs tasks side by side, and gives all their results, in the order of the arguments.
//
// The first that throws settles it: the others are cancelled, those that were not started yet never
// run, and the exception is thrown. Cancelled, it cancels all.
#pragma once

#include <cstddef>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "event/join.hpp"
#include "event/task.hpp"

namespace tined::event {

/// A task of void gives std::monostate.
template <typename... Ts>
    requires(sizeof...(Ts) > 0)
Task<std::tuple<ValueOf<Ts>...>> gather(Task<Ts>... tasks) {
    Join join;
    std::tuple<Child<Ts>...> children;
    std::apply(
        [&](Child<Ts>&... each) {
            (each.start(join, std::move(tasks), Settles::by_throwing), ...);
        },
        children);
    co_await join;
    std::apply([](Child<Ts>&... each) { (each.throw_if_thrown(), ...); }, children);
    co_return std::apply(
        // In braces, as their order is the order of the arguments.
        [](Child<Ts>&... each) { return std::tuple<ValueOf<Ts>...>{each.take()...}; }, children);
}

/// Any number of one type; none is done at once.
template <typename T>
Task<std::vector<ValueOf<T>>> gather(std::vector<Task<T>> tasks) {
    Join join;
    const std::size_t count = tasks.size();
    const auto children = std::make_unique<Child<T>[]>(count);
    for (std::size_t i = 0; i < count; ++i) {
        children[i].start(join, std::move(tasks[i]), Settles::by_throwing);
    }
    co_await join;
    for (std::size_t i = 0; i < count; ++i) children[i].throw_if_thrown();
    std::vector<ValueOf<T>> results;
    results.reserve(count);
    for (std::size_t i = 0; i < count; ++i) results.push_back(children[i].take());
    co_return results;
}

}  // namespace tined::event
