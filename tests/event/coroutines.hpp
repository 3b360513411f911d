// What the tests of the awaitables share: tasks that end, throw or wait, and a count of the objects
// that live in their frames, which shows a leak and a destructor that did not run.
#pragma once

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "event/event.hpp"
#include "event/loop.hpp"
#include "event/run.hpp"
#include "event/sleep.hpp"
#include "event/task.hpp"

namespace tests {

using tined::event::Event;
using tined::event::Loop;
using tined::event::run;
using tined::event::Running;
using tined::event::sleep_for;
using tined::event::Task;
using namespace std::chrono_literals;

/// Counts those of it that live; can only be moved, as what a task gives may be.
class Counted {
public:
    explicit Counted(int& alive, int value = 0) : alive_(&alive), value_(value) { ++*alive_; }
    Counted(Counted&& other) noexcept : alive_(other.alive_), value_(other.value_) { ++*alive_; }
    Counted& operator=(Counted&& other) noexcept {
        value_ = other.value_;
        return *this;
    }
    ~Counted() { --*alive_; }
    int value() const noexcept { return value_; }

private:
    int* alive_;
    int value_;
};

/// A loop that is the current one for as long as the test takes, and a count.
struct OnLoop {
    std::vector<std::string> unheard;  ///< "WHAT by FUNCTION": thrown, and nobody was told
    Loop loop;
    Loop::Entered entered{loop};
    int alive = 0;
    OnLoop() { loop.set_on_unheard(note_unheard, this); }
    ~OnLoop() { BOOST_TEST(alive == 0); }

    /// One turn of the loop.
    void turn() { loop.run_once(); }

private:
    static void note_unheard(void* self, const std::exception_ptr& thrown,
                             const std::source_location& made_at) noexcept {
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& error) {
            const std::string name = made_at.function_name();
            const auto end = name.find('(');
            const auto begin = name.find_last_of(" :", end) + 1;
            static_cast<OnLoop*>(self)->unheard.push_back(std::string(error.what()) + " by " +
                                                          name.substr(begin, end - begin));
        }
    }
};

inline Task<int> at_once(int value) { co_return value; }

inline Task<int> after(std::chrono::milliseconds time, int value) {
    co_await sleep_for(time);
    co_return value;
}

/// Holds a counted object over its wait.
inline Task<int> when_set(Event& event, int& alive, int value = 0) {
    const Counted here(alive, value);
    co_await event.wait();
    co_return here.value();
}

inline Task<int> fail_at_once() {
    throw std::runtime_error("failed at once");
    co_return 0;
}

inline Task<int> fail_when_set(Event& event) {
    co_await event.wait();
    throw std::runtime_error("failed");
}

inline Task<> note(bool& ran) {
    ran = true;
    co_return;
}

template <typename T>
Running<T> started(Task<T> task) {
    return Running<T>(std::move(task), nullptr, nullptr);
}

/// Notes what it is told.
struct NotedActivity final : tined::event::Activity {
    std::string heard;
    void on_suspended() noexcept override { heard += "suspended "; }
    void on_resumed() noexcept override { heard += "resumed "; }
    std::string description() const override { return "the noted"; }
};

inline bool is_failure(const std::runtime_error& error) {
    return std::string(error.what()) == "failed";
}

}  // namespace tests
