#include "daemon/control/control_socket.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "daemon/control/control_path.hpp"
#include "daemon/sockets/unix_name.hpp"

namespace tined::daemon {
namespace {

namespace fs = std::filesystem;
using base::Descriptor;
using base::SystemError;

Descriptor make_socket() {
    return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// 0: the path is free to be taken; or the errno that says why not.
int why_taken(const UnixName& name, bool replacing) {
    struct stat status = {};
    if (::lstat(name.address.sun_path, &status) != 0) return errno == ENOENT ? 0 : errno;
    if (!S_ISSOCK(status.st_mode)) return EEXIST;
    if (replacing) return 0;
    const Descriptor probe = make_socket();
    if (!probe) return errno;
    // Only a refusal proves that nobody listens; a full queue (EAGAIN) is somebody's.
    const bool is_dead = ::connect(probe.get(), name.get(), name.length) != 0 &&
                         (errno == ECONNREFUSED || errno == ENOENT);
    return is_dead ? 0 : EADDRINUSE;
}

// Nobody, if the user may not speak.
std::optional<ControlSocket::Asker> who_speaks(int socket) noexcept {
    ucred peer = {};
    socklen_t length = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return std::nullopt;
    if (peer.uid != 0 && peer.uid != ::geteuid()) return std::nullopt;
    return ControlSocket::Asker{.pid = peer.pid, .uid = peer.uid};
}

}  // namespace

ControlSocket::Prepared::~Prepared() {
    if (!fresh_.empty()) ::unlink(fresh_.c_str());
}

// Bound to a name beside the path, and moved there by listen(): who connects finds either the old
// socket or this one, with its mode, and listening.
std::expected<ControlSocket::Prepared, SystemError> ControlSocket::prepare(const fs::path& path,
                                                                           bool replacing) {
    constexpr int backlog = 16;
    const auto name = unix_name(path);
    if (!name) return std::unexpected(name.error());
    const auto fresh = unix_name(path.native() + ".new");
    if (!fresh) return std::unexpected(fresh.error());
    if (const auto made = make_folder_of(path); !made) return std::unexpected(made.error());
    if (const int why = why_taken(*name, replacing)) {
        return std::unexpected(SystemError(why, "listen on " + path.native()));
    }
    ::unlink(fresh->address.sun_path);
    Prepared prepared(make_socket(), path, fresh->address.sun_path);
    const int socket = prepared.socket_.get();
    const bool is_there = socket >= 0 && ::bind(socket, fresh->get(), fresh->length) == 0 &&
                          ::chmod(fresh->address.sun_path, 0600) == 0 &&
                          ::listen(socket, backlog) == 0;
    if (is_there) return prepared;
    return std::unexpected(SystemError::from_errno("listen on", path.native()));
}

std::expected<void, SystemError> ControlSocket::listen(Prepared prepared, const std::string& file) {
    if (::rename(prepared.fresh_.c_str(), prepared.path_.c_str()) != 0) {
        return std::unexpected(SystemError::from_errno("listen on", prepared.path_.native()));
    }
    prepared.fresh_.clear();
    close();
    path_ = prepared.path_;
    file_ = file;
    socket_ = std::move(prepared.socket_);
    struct stat status = {};
    if (::lstat(path_.c_str(), &status) == 0) {
        device_ = status.st_dev;
        inode_ = status.st_ino;
    }
    watch_for_clients();
    return {};
}

bool ControlSocket::is_in_place() const noexcept {
    struct stat status = {};
    return !path_.empty() && ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
           status.st_ino == inode_;
}

void ControlSocket::close() noexcept {
    watch_.reset();
    socket_.reset();
    if (is_in_place()) ::unlink(path_.c_str());
    path_.clear();
}

// What is watched for nothing stays among what a forked child closes.
void ControlSocket::watch_for_clients() {
    if (!socket_) return;
    const short events = conversations_.size() < most_clients ? POLLIN : 0;
    watch_ = loop_.watch(socket_.get(), events, [this] { accept(); });
}

void ControlSocket::accept() {
    Descriptor socket(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket) return;
    const auto asker = who_speaks(socket.get());
    if (asker) start(std::move(socket), *asker);
    if (conversations_.size() == most_clients) watch_for_clients();
}

void ControlSocket::start(Descriptor socket, Asker asker) {
    Conversation& fresh = conversations_.emplace_back();
    const Client client = fresh.number = ++last_;
    fresh.socket = std::move(socket);
    fresh.asker = asker;
    fresh.unsent = fmt::format("{}{} {}\n", greeting, ::getpid(), file_);
    fresh.deadline = loop_.after(patience, [this, client] { drop(client); });
    write(client);
}

void ControlSocket::turn(Client client) {
    Conversation* const conversation = find(client);
    if (conversation == nullptr) return;
    read(*conversation);
    write(client);
}

// After its command a client has nothing more to say; what comes is read so that its end is seen.
void ControlSocket::read(Conversation& conversation) {
    char bytes[longest_command + 1];
    const Client client = conversation.number;
    const auto got = ::recv(conversation.socket.get(), bytes, sizeof bytes, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return drop(client);
    if (conversation.has_asked) return;
    conversation.received.append(bytes, static_cast<std::size_t>(got));
    const std::size_t end = conversation.received.find('\n');
    if (end == std::string::npos && conversation.received.size() <= longest_command) return;
    if (end == std::string::npos || end > longest_command) return drop(client);
    conversation.has_asked = true;
    conversation.deadline.reset();  // from here on it is the client who waits
    const std::string command = conversation.received.substr(0, end);
    on_command_(client, command);
}

void ControlSocket::write(Client client) {
    Conversation* const conversation = find(client);
    if (conversation == nullptr) return;
    std::string& unsent = conversation->unsent;
    while (!unsent.empty()) {
        const auto sent =
            ::send(conversation->socket.get(), unsent.data(), unsent.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) break;
        if (sent < 0) return drop(client);
        unsent.erase(0, static_cast<std::size_t>(sent));
    }
    if (unsent.size() > most_unread || (unsent.empty() && conversation->is_finished)) {
        return drop(client);
    }
    watch_again(*conversation);
}

void ControlSocket::watch_again(Conversation& conversation) {
    const Client client = conversation.number;
    const auto events = static_cast<short>(POLLIN | (conversation.unsent.empty() ? 0 : POLLOUT));
    conversation.watch =
        loop_.watch(conversation.socket.get(), events, [this, client] { turn(client); });
}

void ControlSocket::say(Client client, std::string_view text) { add(client, '+', text); }

void ControlSocket::complain(Client client, std::string_view text) { add(client, '-', text); }

void ControlSocket::add(Client client, char kind, std::string_view text) {
    Conversation* const conversation = find(client);
    if (conversation == nullptr || conversation->is_finished) return;
    for (const std::string_view line : base::split(text, '\n')) {
        fmt::format_to(std::back_inserter(conversation->unsent), "{}{}\n", kind, line);
    }
    write(client);
}

void ControlSocket::finish(Client client, int code) {
    Conversation* const conversation = find(client);
    if (conversation == nullptr || conversation->is_finished) return;
    fmt::format_to(std::back_inserter(conversation->unsent), "={}\n", code);
    conversation->is_finished = true;
    conversation->deadline = loop_.after(patience, [this, client] { drop(client); });
    write(client);
}

ControlSocket::Asker ControlSocket::asker(Client client) noexcept {
    const Conversation* const conversation = find(client);
    return conversation == nullptr ? Asker() : conversation->asker;
}

bool ControlSocket::is_waiting(Client client) noexcept {
    const Conversation* const conversation = find(client);
    return conversation != nullptr && !conversation->is_finished;
}

void ControlSocket::drop(Client client) {
    const bool was_full = conversations_.size() == most_clients;
    std::erase_if(conversations_,
                  [client](const Conversation& one) { return one.number == client; });
    if (was_full) watch_for_clients();
}

ControlSocket::Conversation* ControlSocket::find(Client client) noexcept {
    const auto found = std::ranges::find(conversations_, client, &Conversation::number);
    return found == conversations_.end() ? nullptr : &*found;
}

}  // namespace tined::daemon
