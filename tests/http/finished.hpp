// For tasks that have nothing to wait for.
#pragma once

#include <boost/test/unit_test.hpp>
#include <utility>

#include "event/task.hpp"

namespace tined::tests {

/// The result of a task that ends without being suspended.
template <typename T>
T finished(event::Task<T> task) {
    event::Running<T> running(std::move(task), [](void*) {}, nullptr);
    BOOST_REQUIRE(running.is_done());
    return running.take();
}

}  // namespace tined::tests
