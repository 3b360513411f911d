// RunningSet: tasks that run side by side and whose ends are told to one owner; what TaskGroup and
// the loop's background are made of. A task that has ended is freed at once.
#pragma once

#include <cstddef>
#include <exception>
#include <source_location>

#include "event/task.hpp"

namespace tined::event {

class RunningSet {
public:
    /// A task has ended, with `thrown` or null; `made_at` names its coroutine. If it never
    /// suspended this comes from within start(), and so perhaps from within another of the tasks.
    using OnEnd = void (*)(void* context, std::exception_ptr thrown,
                           const std::source_location& made_at) noexcept;

    RunningSet(OnEnd on_end, void* context) noexcept : on_end_(on_end), context_(context) {}
    ~RunningSet() { cancel(); }
    RunningSet(const RunningSet&) = delete;
    RunningSet& operator=(const RunningSet&) = delete;

    /// Runs `task` in here until it ends or first suspends.
    void start(Task<> task);
    /// Destroys all that run. Not to be called by one of them.
    void cancel() noexcept;
    /// cancel(), and what is started from now on is dropped.
    void close() noexcept;

    std::size_t size() const noexcept { return size_; }

private:
    struct Member;

    void unlink(Member& member) noexcept;

    OnEnd on_end_;
    void* context_;
    Member* first_ = nullptr;
    std::size_t size_ = 0;
    bool is_closed_ = false;
};

}  // namespace tined::event
