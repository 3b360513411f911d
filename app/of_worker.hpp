// What a worker has one of: a cache, a table that was read, a connection to somebody.
//
//     Prices& prices = tined::of_worker<Prices>();
//
// Made when it is first asked for, on the worker's loop and after the fork; destroyed with the
// loop, when all requests are over. The workers share nothing of it.
#pragma once

#include <algorithm>
#include <cassert>
#include <memory>
#include <utility>
#include <vector>

#include "event/event.hpp"
#include "event/loop.hpp"
#include "event/running_set.hpp"
#include "event/spawn.hpp"
#include "event/task.hpp"

namespace tined::app {

template <typename T>
class OfWorker {
public:
    static T& get() {
        event::Loop& loop = event::Loop::current();
        if (find(loop) == nullptr) start(loop, std::make_unique<T>());
        T* const object = find(loop);
        assert(object != nullptr);  // or the loop is going already
        return *object;
    }

private:
    struct Here {
        event::Loop* loop;
        std::unique_ptr<T> object;
    };

    static T* find(const event::Loop& loop) noexcept {
        const auto found = std::ranges::find(all_, &loop, [](Here* here) { return here->loop; });
        return found == all_.end() ? nullptr : (*found)->object.get();
    }
    static void start(event::Loop& loop, std::unique_ptr<T> object) {
        const event::OutsideActivity outside(loop);  // it is of no one request
        loop.background().start(hold(loop, std::move(object)));
    }
    /// In the loop's background, which is cancelled before the loop goes.
    static event::Task<> hold(event::Loop& loop, std::unique_ptr<T> object) {
        struct Entered {
            explicit Entered(Here& its) : here(its) { all_.push_back(&here); }
            ~Entered() { std::erase(all_, &here); }
            Entered(const Entered&) = delete;
            Entered& operator=(const Entered&) = delete;
            Here& here;
        };
        Here here{&loop, std::move(object)};
        const Entered entered(here);
        event::Event never;
        co_await never.wait();
    }

    // Of the thread, as its loops are, of which there is mostly one.
    static thread_local std::vector<Here*> all_;
};

template <typename T>
thread_local std::vector<typename OfWorker<T>::Here*> OfWorker<T>::all_;

/// The one T of this worker, which is made by its default constructor. Throws what that throws.
template <typename T>
T& of_worker() {
    return OfWorker<T>::get();
}

}  // namespace tined::app
