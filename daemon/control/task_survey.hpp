// `tined tasks`, as the master carries it out: it lends each worker some memory to write what its
// coroutines wait for, and waits for all, but not for long: one that hangs is told as such.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/workforce.hpp"
#include "value/value.hpp"

namespace tined::daemon {

class TaskSurvey {
public:
    /// One line of JSON, as print_tasks() (task_report.hpp) takes it.
    using OnReport = std::function<void(std::string json)>;

    static constexpr std::chrono::milliseconds patience{1000};
    /// So that all that is said fits into what a control client may leave unread.
    static constexpr std::size_t most_workers = 60;

    /// Both outlive it.
    TaskSurvey(MasterLoop& loop, Workforce& workforce) noexcept
        : loop_(loop), workforce_(workforce) {}

    /// Calls back once, after `patience` at most, at once if nobody is there to be asked.
    void begin(OnReport on_report);
    /// A worker says that it has written, for the survey of that number.
    void on_listed(const Worker& worker, std::uint32_t number);
    /// A worker has died.
    void on_death(const Worker& worker);

private:
    struct Asked {
        unsigned slot = 0;
        pid_t pid = 0;
        base::Descriptor memory;  ///< empty: no answer is waited for
        value::Value told;
    };
    struct Survey {
        std::uint32_t number = 0;
        std::vector<Asked> asked;
        std::size_t left_out = 0;
        OnReport on_report;
        MasterLoop::Registration deadline;
    };

    void ask(const Worker& worker, Survey& survey);
    void end_if_complete(std::list<Survey>::iterator survey);
    void end(std::list<Survey>::iterator survey);

    MasterLoop& loop_;
    Workforce& workforce_;
    std::list<Survey> surveys_;
    std::uint32_t last_ = 0;
};

}  // namespace tined::daemon
