#include "daemon/upgrade/upgrade.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "daemon/upgrade/succession.hpp"

namespace tined::daemon {

std::filesystem::path program_path() {
    std::error_code error;
    const unsigned long executed_as = ::getauxval(AT_EXECFN);
    if (executed_as != 0) {
        auto path = std::filesystem::absolute(reinterpret_cast<const char*>(executed_as), error);
        // A program may have been executed by a descriptor, which is not there any more.
        if (!error && ::access(path.c_str(), X_OK) == 0) return path;
    }
    return std::filesystem::read_symlink("/proc/self/exe", error);
}

void Upgrade::begin(const Order& order, OnReady on_ready, OnEnd on_end) {
    on_ready_ = std::move(on_ready);
    on_end_ = std::move(on_end);
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
        return fail(ExitCode::failed_at_work,
                    {base::SystemError::from_errno("make a channel").what()});
    }
    channel_.reset(ends[0]);
    const base::Descriptor theirs(ends[1]);
    if (!order.quarantine.empty()) give_quarantine(order.quarantine);
    const auto holder = execute(
        {.program = order.program,
         .arguments = order.arguments,
         .sockets = order.sockets,
         .channel = theirs.get(),
         .channel_variable = std::string(Succession::variable) + "=",
         .channel_suffix =
             std::string(order.is_rehearsal ? Succession::rehearsal_suffix : std::string_view())},
        [](int channel, const base::SystemError& error) {
            send(channel, {.kind = UpgradeMessage::Kind::failed, .text = error.what()});
        });
    if (!holder) return fail(ExitCode::failed_at_work, {holder.error().what()});
    holder_ = *holder;
    phase_ = Phase::waiting;
    is_rehearsal_ = order.is_rehearsal;
    errors_.clear();
    children_.expect(holder_, [this](const base::Exit& exit) { on_exit(exit); });
    listening_ = loop_.watch(channel_.get(), POLLIN, [this] { hear(); });
    const auto patience = order.patience;
    deadline_ = loop_.after(patience, [this, patience] {
        end_new(fmt::format("the new program was not ready within {}, and is killed", patience));
    });
}

void Upgrade::hear() {
    while (auto message = receive_upgrade_message(channel_.get())) {
        take_in(std::move(*message));
        if (!listening_) return;
    }
}

void Upgrade::take_in(UpgradeMessage message) {
    switch (message.kind) {
        case UpgradeMessage::Kind::ready:
            if (phase_ == Phase::waiting) on_ready(message.pid);
            return;
        case UpgradeMessage::Kind::installed:
            if (phase_ != Phase::taking) return;
            deadline_.reset();
            phase_ = Phase::done;
            return finish(std::nullopt);
        case UpgradeMessage::Kind::failed:
            for (const auto line : base::split(message.text, '\n')) errors_.emplace_back(line);
            if (phase_ == Phase::taking) give_up();  // it ends by itself
            return;
        case UpgradeMessage::Kind::gone:
            listening_.reset();  // what became of it the holder tells, if there is one
            if (phase_ == Phase::taking) end_new("the new program ended as it was to take over");
            return;
        case UpgradeMessage::Kind::take:
        case UpgradeMessage::Kind::quarantine:
        case UpgradeMessage::Kind::connections:
        case UpgradeMessage::Kind::strange:
            return;  // not what a new one says
    }
}

void Upgrade::on_ready(pid_t pid) {
    if (is_rehearsal_) {
        phase_ = Phase::rehearsed;
        listening_.reset();
        channel_.reset();  // which tells the new one to go
        return;
    }
    const auto identity = base::identify(pid);
    auto opened = identity ? base::open_process(*identity)
                           : std::unexpected(base::SystemError(ESRCH, "find the new process"));
    if (!opened) return end_new(opened.error().what());
    new_pid_ = pid;
    new_ = std::move(*opened);
    phase_ = Phase::detaching;
    ::kill(holder_, SIGKILL);
}

void Upgrade::on_exit(const base::Exit& exit) {
    holder_ = 0;
    if (phase_ == Phase::detaching) {
        phase_ = Phase::taking;
        on_ready_();
        send(channel_.get(), {.kind = UpgradeMessage::Kind::take});
        return;
    }
    if (listening_) hear();  // its last words may still be in the channel
    auto errors = std::exchange(errors_, {});
    if (errors.empty() && phase_ != Phase::rehearsed) {
        errors.push_back(fmt::format("the new program {} before it was ready", describe(exit)));
    }
    const bool is_refused = exit.how == base::Exit::How::exited &&
                            exit.code == static_cast<int>(ExitCode::wrong_configuration);
    forget();
    if (errors.empty()) return finish(std::nullopt);
    fail(is_refused ? ExitCode::wrong_configuration : ExitCode::failed_at_work, std::move(errors));
}

// With a holder that tells its end, or after it.
void Upgrade::end_new(std::string why) {
    errors_ = {std::move(why)};
    if (holder_ != 0) {
        ::kill(holder_, SIGKILL);
        if (phase_ == Phase::detaching) phase_ = Phase::waiting;
        return;
    }
    base::send_signal(new_, SIGKILL);
    give_up();
}

void Upgrade::give_up() {
    auto errors = std::exchange(errors_, {});
    forget();
    fail(ExitCode::failed_at_work, std::move(errors));
}

void Upgrade::give_quarantine(std::string text) noexcept {
    send(channel_.get(), {.kind = UpgradeMessage::Kind::quarantine, .text = std::move(text)});
}

bool Upgrade::give_connections(unsigned slot, const base::Descriptor& end) noexcept {
    UpgradeMessage message = {.kind = UpgradeMessage::Kind::connections, .slot = slot};
    message.descriptor.reset(end.get());
    const bool is_sent = send(channel_.get(), message);
    static_cast<void>(message.descriptor.release());  // it was only lent
    return is_sent;
}

void Upgrade::cancel(const std::string& why) {
    if (phase_ == Phase::idle || phase_ == Phase::done) return;
    if (holder_ != 0) {
        ::kill(holder_, SIGKILL);
        children_.forget(holder_);
    }
    if (new_) base::send_signal(new_, SIGKILL);
    forget();
    fail(ExitCode::failed_at_work, {why});
}

void Upgrade::fail(ExitCode code, std::vector<std::string> lines) {
    finish(Failure(code, std::move(lines)));
}

void Upgrade::finish(const std::optional<Failure>& failure) {
    if (on_end_) std::exchange(on_end_, nullptr)(failure);
}

void Upgrade::forget() noexcept {
    deadline_.reset();
    listening_.reset();
    channel_.reset();
    holder_ = 0;
    new_pid_ = 0;
    new_.reset();
    phase_ = Phase::idle;
}

}  // namespace tined::daemon
