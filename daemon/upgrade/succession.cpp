#include "daemon/upgrade/succession.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <utility>

#include "base/log.hpp"
#include "base/process_identity.hpp"
#include "base/text.hpp"

namespace tined::daemon {
namespace {

// Of a master that is told to end at once: it kills its workers, and waits for them.
constexpr std::chrono::seconds time_to_obey{2};

bool is_channel(int descriptor) noexcept {
    int type = 0;
    socklen_t length = sizeof type;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
           type == SOCK_SEQPACKET;
}

}  // namespace

std::optional<Succession> Succession::from_environment() {
    const std::string name(variable);
    const char* const text = std::getenv(name.c_str());
    if (text == nullptr) return std::nullopt;
    std::string_view number = text;
    const bool is_rehearsal = number.ends_with(rehearsal_suffix);
    if (is_rehearsal) number.remove_suffix(rehearsal_suffix.size());
    const auto descriptor = base::parse_integer<int>(number);
    ::unsetenv(name.c_str());
    if (!descriptor || *descriptor < 3 || !is_channel(*descriptor)) return std::nullopt;
    ::fcntl(*descriptor, F_SETFD, FD_CLOEXEC);
    return Succession(base::Descriptor(*descriptor), is_rehearsal);
}

void Succession::start(MasterLoop& loop, Listener listener) {
    loop_ = &loop;
    listener_ = std::move(listener);
    // It lives, for it waits: nobody else can have its pid.
    const auto identity = base::identify(predecessor());
    auto opened = identity ? base::open_process(*identity)
                           : std::unexpected(base::SystemError(ESRCH, "find the old master"));
    if (opened) predecessor_ = std::move(*opened);
    listening_ = loop.watch(channel_.get(), POLLIN, [this] { hear(); });
}

pid_t Succession::predecessor() const noexcept {
    ucred peer = {};
    socklen_t length = sizeof peer;
    return ::getsockopt(channel_.get(), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 ? peer.pid
                                                                                      : 0;
}

void Succession::await_end(std::chrono::milliseconds patience) {
    if (!has_predecessor()) return;
    log::info("the master before this one, pid {}, still has workers that finish", predecessor());
    deadline_ = loop_->after(patience, [this] {
        log::error("the master before this one, pid {}, did not end in time", predecessor());
        end_predecessor();
    });
}

void Succession::end_predecessor() {
    if (!has_predecessor()) return;
    base::send_signal(predecessor_, SIGTERM);  // its second: it is stopping since it was replaced
    deadline_ = loop_->after(time_to_obey, [this] {
        log::error("the master before this one, pid {}, is killed", predecessor());
        base::send_signal(predecessor_, SIGKILL);
    });
}

void Succession::say_ready() noexcept {
    ::prctl(PR_SET_PDEATHSIG, 0);
    send(channel_.get(), {.kind = UpgradeMessage::Kind::ready, .pid = ::getpid()});
}

void Succession::say_installed() noexcept {
    send(channel_.get(), {.kind = UpgradeMessage::Kind::installed});
}

bool Succession::say_failed(const Failure& failure) noexcept {
    return send(channel_.get(),
                {.kind = UpgradeMessage::Kind::failed, .text = base::join(failure.lines, "\n")});
}

std::optional<std::string> Succession::first_quarantine() noexcept {
    auto message = receive_upgrade_message(channel_.get());
    if (!message || message->kind != UpgradeMessage::Kind::quarantine) return std::nullopt;
    return std::move(message->text);
}

void Succession::hear() {
    while (auto message = receive_upgrade_message(channel_.get())) {
        switch (message->kind) {
            case UpgradeMessage::Kind::take:
                listener_.on_take();
                break;
            case UpgradeMessage::Kind::quarantine:
                listener_.on_quarantine(message->text);
                break;
            case UpgradeMessage::Kind::connections:
                listener_.on_connections(message->slot, std::move(message->descriptor));
                break;
            case UpgradeMessage::Kind::gone:
                listening_.reset();
                deadline_.reset();
                return listener_.on_gone();
            case UpgradeMessage::Kind::ready:
            case UpgradeMessage::Kind::installed:
            case UpgradeMessage::Kind::failed:
            case UpgradeMessage::Kind::strange:
                break;  // not what an old master says
        }
    }
}

}  // namespace tined::daemon
