// Has workers finish and go. One that retires stops accepting, hands its connections at rest to its
// successor, the others as they come to rest (daemon/upgrade/handover.hpp), and ends within
// `drain_timeout`; what could not move by then ends where it is.
#pragma once

#include <chrono>

#include "daemon/channel.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Retirement {
public:
    /// Both outlive it.
    Retirement(MasterLoop& loop, Workforce& workforce) noexcept
        : loop_(loop), workforce_(workforce) {}
    Retirement(const Retirement&) = delete;
    Retirement& operator=(const Retirement&) = delete;

    /// Nothing if it is retiring already. `drain_timeout` is that of the edition it serves; a while
    /// after it the worker is killed. Without a `successor` (null) its connections end with their
    /// next answer.
    void retire(Worker& worker, std::chrono::milliseconds drain_timeout, Message::Queue queue,
                Worker* successor);

    /// To one that retires and asks for another: its successor has gone. Null: its connections end
    /// with their next answer.
    void give_heir(const Worker& worker, const Worker* successor) noexcept;

private:
    MasterLoop& loop_;
    Workforce& workforce_;
};

}  // namespace tined::daemon
