// An upgrade, on the side of the program that is to become the master (upgrade.hpp has the other
// side, and what they say to each other). It starts as any master does, with the sockets of the old
// one; until that one says `take` it touches nothing that the two cannot share: the pid file, the
// control socket, the service manager.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "daemon/failure.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/upgrade/upgrade_message.hpp"

namespace tined::daemon {

class Succession {
public:
    static constexpr std::string_view variable = "TINED_UPGRADE";
    static constexpr std::string_view rehearsal_suffix = ":check";

    /// By $TINED_UPGRADE, which is unset; nothing if this program was started by no master.
    static std::optional<Succession> from_environment();

    /// Nothing is to change hands: when this one is ready, it is told to go.
    bool is_rehearsal() const noexcept { return is_rehearsal_; }
    /// The old master, which made the channel.
    pid_t predecessor() const noexcept;

    /// Each is called from the loop.
    struct Listener {
        std::function<void()> on_take;  ///< this is the master now; once
        /// Connections come through `end`, of the old worker of that slot.
        std::function<void(unsigned slot, base::Descriptor end)> on_connections;
        /// What has come to the old one's quarantine meanwhile; quarantine_record.hpp.
        std::function<void(const std::string& text)> on_quarantine;
        std::function<void()> on_gone;  ///< the old master is; once, the last
    };
    /// `loop` outlives this; this stays where it is from now on.
    void start(MasterLoop& loop, Listener listener);

    /// From start() on, until on_gone.
    bool has_predecessor() const noexcept { return static_cast<bool>(listening_); }

    /// This process, the master now, stops: the one before it has `patience` to end, too, and is
    /// then told to end at once. Nothing if there is none any more.
    void await_end(std::chrono::milliseconds patience);
    /// It ends at once, with all its workers; one that does not obey (it was stopped) is killed.
    void end_predecessor();

    /// What the old one's quarantine was when it executed this program; it says so first of all, if
    /// its version says it.
    std::optional<std::string> first_quarantine() noexcept;

    /// From here on this process lives by itself (execution.hpp).
    void say_ready() noexcept;
    void say_installed() noexcept;
    /// False: the old master does not hear it, so nobody tells it.
    bool say_failed(const Failure& failure) noexcept;

    /// In a forked child.
    void close() noexcept { channel_.reset(); }

private:
    Succession(base::Descriptor channel, bool is_rehearsal) noexcept
        : channel_(std::move(channel)), is_rehearsal_(is_rehearsal) {}
    void hear();

    base::Descriptor channel_;
    bool is_rehearsal_ = false;
    MasterLoop* loop_ = nullptr;  // from start() on
    base::Descriptor predecessor_;
    Listener listener_;
    MasterLoop::Registration listening_;
    MasterLoop::Registration deadline_;
};

}  // namespace tined::daemon
