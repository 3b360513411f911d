// Forks workers. What a worker gets from the master is daemon/inheritance.hpp.
#pragma once

#include <expected>
#include <string>

#include "base/process.hpp"
#include "daemon/channel.hpp"
#include "daemon/children.hpp"
#include "daemon/edition.hpp"
#include "daemon/health/quarantine_list.hpp"
#include "daemon/logs/line_output.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/sockets/sockets.hpp"
#include "daemon/worker_roll.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Recruiter {
public:
    /// What it works with; all outlive it.
    struct Office {
        MasterLoop& loop;
        Children& children;
        Workforce& workforce;
        Sockets& sockets;
        const QuarantineList& quarantine;
        WorkerRoll* roll;  ///< null: no store keeps sockets beyond the master
        LineOutput& log;
        LineOutput& access;
    };
    /// Who hears of workers.
    class Listener {
    public:
        /// A message came, or `gone`: the worker is ending, and will be dead.
        virtual void on_message(Worker& worker, Message message) = 0;
        /// It is in the table no more.
        virtual void on_death(Worker worker, const base::Exit& exit) = 0;

    protected:
        ~Listener() = default;
    };

    Recruiter(const Office& office, Listener& listener) noexcept
        : office_(office), listener_(listener) {}
    Recruiter(const Recruiter&) = delete;
    Recruiter& operator=(const Recruiter&) = delete;

    /// A worker that is starting, never null; it is killed if it is not ready in time. Or why it
    /// could not be forked.
    std::expected<Worker*, std::string> recruit(const Edition& edition, unsigned slot);

private:
    [[noreturn]] void become_worker(const Edition& edition, unsigned slot, std::size_t row,
                                    Channel channel);
    void listen(pid_t pid);

    Office office_;
    Listener& listener_;
};

}  // namespace tined::daemon
