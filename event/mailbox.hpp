// Mailbox: how other threads have something done by the loop's. They post functions; the loop runs
// them in the order in which they came, woken by an eventfd(2) if it sleeps.
//
// Shared by the loop and by the threads, which may hold it longer than the loop lives: from the
// loop's end on, what is posted is dropped.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/descriptor.hpp"
#include "event/loop.hpp"
#include "event/watch.hpp"

namespace tined::event {

class Mailbox {
public:
    using Letter = std::move_only_function<void()>;

    /// Throws std::runtime_error when there is no descriptor for it.
    explicit Mailbox(Loop& loop);
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    // ---- any thread's side ----

    /// The loop's thread runs `letter`, which must not throw, soon. False, and it is destroyed in
    /// here: the loop has ended.
    bool post(Letter letter);
    /// Whether the caller is the loop's thread.
    bool is_here() const noexcept { return std::this_thread::get_id() == thread_; }

    // ---- the loop's side ----

    /// A letter is waited for: only then an empty mailbox keeps Loop::run() from ending.
    void expect() noexcept { ++expected_; }
    void expect_no_more() noexcept { --expected_; }
    bool is_expecting() const noexcept { return expected_ > 0; }
    /// The loop ends.
    void close() noexcept;

private:
    void on_readable();

    std::thread::id thread_ = std::this_thread::get_id();
    int expected_ = 0;
    base::Descriptor wakeup_;
    std::optional<Watch> watch_;
    std::mutex mutex_;
    std::vector<Letter> letters_;  // from here on: under the mutex
    bool is_closed_ = false;
};

}  // namespace tined::event
