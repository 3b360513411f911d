// After a reload to fewer slots: the sockets of the slots that are no more get no new connections
// (socket_filters.hpp), and siblings accept what has come before (adoption.hpp). When no handshake
// can be under way any more they are emptied and closed, the last first, for the kernel fills the
// place of one that leaves the group with the last of it. Then nothing steers any more.
#pragma once

#include "daemon/edition.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/sockets/adoption.hpp"
#include "daemon/sockets/sockets.hpp"

namespace tined::daemon {

class Narrowing {
public:
    /// A client repeats what gets no answer; with Linux's usual numbers (tcp(7): tcp_syn_retries 6,
    /// tcp_synack_retries 5) it has its connection, or gives up, within 127 s.
    static constexpr std::chrono::seconds handshake_time{130};

    /// All outlive it.
    Narrowing(MasterLoop& loop, Sockets& sockets, Adoption& adoption,
              std::chrono::milliseconds patience = handshake_time) noexcept
        : loop_(loop), sockets_(sockets), adoption_(adoption), patience_(patience) {}
    Narrowing(const Narrowing&) = delete;
    Narrowing& operator=(const Narrowing&) = delete;

    /// `edition` is in service from now on, and outlives this, as what it is assigned does. One
    /// that has begun before is begun anew.
    void begin(const Edition& edition);
    void end() noexcept { timer_.reset(); }
    /// After Adoption::on_emptied().
    void on_emptied(unsigned slot);

private:
    void empty_last();
    void wait();

    MasterLoop& loop_;
    Sockets& sockets_;
    Adoption& adoption_;
    std::chrono::milliseconds patience_;
    const Edition* edition_ = nullptr;
    MasterLoop::Registration timer_;
};

}  // namespace tined::daemon
