#include "systemd/notify.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <utility>

namespace tined::systemd {
namespace {

// Enough for the sockets of a large site; more than that means that nobody reads any more.
constexpr std::size_t most_pending = 8192;

std::optional<std::uint64_t> number_in(const char* variable) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    std::uint64_t number = 0;
    const char* const end = text + std::strlen(text);
    const auto [stop, error] = std::from_chars(text, end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace

std::string ready() { return "READY=1"; }

std::string reloading() {
    timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                       std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000);
}

std::string stopping() { return "STOPPING=1"; }

std::string status(std::string_view text) {
    std::string line = fmt::format("STATUS={}", text);
    std::ranges::replace(line, '\n', ' ');
    return line;
}

std::string watchdog() { return "WATCHDOG=1"; }

std::string extend_timeout(std::chrono::microseconds by) {
    return fmt::format("EXTEND_TIMEOUT_USEC={}", by.count());
}

std::string main_pid(pid_t pid) { return fmt::format("MAINPID={}", pid); }

std::string store(std::string_view name) { return fmt::format("FDSTORE=1\nFDNAME={}", name); }

std::string remove_from_store(std::string_view name) {
    return fmt::format("FDSTOREREMOVE=1\nFDNAME={}", name);
}

std::chrono::microseconds watchdog_interval() {
    const auto wanted = number_in("WATCHDOG_USEC");
    if (!wanted || std::cmp_greater(*wanted, std::chrono::microseconds::max().count())) return {};
    const bool is_for_all = std::getenv("WATCHDOG_PID") == nullptr;
    const auto pid = number_in("WATCHDOG_PID");
    if (!is_for_all && (!pid || !std::cmp_equal(*pid, ::getpid()))) return {};
    return std::chrono::microseconds(*wanted);
}

std::size_t store_size() { return number_in("FDSTORE").value_or(0); }

Notifier::Notifier(std::string_view address) {
    const bool is_abstract = address.starts_with('@');
    if (!is_abstract && !address.starts_with('/')) return;
    // An abstract name has no terminating zero, a path has one.
    if (address.size() + (is_abstract ? 0 : 1) > sizeof address_.sun_path) return;
    address_.sun_family = AF_UNIX;
    address.copy(address_.sun_path, address.size());
    if (is_abstract) address_.sun_path[0] = '\0';
    length_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size() +
                                     (is_abstract ? 0 : 1));
    socket_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

Notifier Notifier::from_environment() {
    const char* const address = std::getenv("NOTIFY_SOCKET");
    return address == nullptr ? Notifier() : Notifier(address);
}

void Notifier::tell(std::string_view state, int descriptor) {
    if (is_mute()) return;
    flush();
    Message message = {std::string(state), base::Descriptor()};
    if (pending_.empty() && send(message.state, descriptor) != Sent::later) return;
    if (pending_.size() >= most_pending) return;
    if (descriptor >= 0) {
        message.descriptor.reset(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
        if (!message.descriptor) return;
    }
    pending_.push_back(std::move(message));
}

void Notifier::flush() noexcept {
    while (!pending_.empty()) {
        const Message& first = pending_.front();
        if (send(first.state, first.descriptor.get()) == Sent::later) return;
        pending_.pop_front();
    }
}

Notifier::Sent Notifier::send(const std::string& state, int descriptor) const noexcept {
    iovec part = {.iov_base = const_cast<char*>(state.data()), .iov_len = state.size()};
    alignas(cmsghdr) std::byte room[CMSG_SPACE(sizeof(int))] = {};
    msghdr message = {};
    message.msg_name = const_cast<sockaddr_un*>(&address_);
    message.msg_namelen = length_;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptor >= 0) {
        message.msg_control = room;
        message.msg_controllen = sizeof room;
        cmsghdr* const head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
    }
    while (::sendmsg(socket_.get(), &message, MSG_NOSIGNAL) < 0) {
        if (errno == EINTR) continue;
        // ETOOMANYREFS: so many descriptors are on their way that the kernel takes no more.
        const bool is_full = errno == EAGAIN || errno == ENOBUFS || errno == ETOOMANYREFS;
        return is_full ? Sent::later : Sent::never;
    }
    return Sent::yes;
}

}  // namespace tined::systemd
