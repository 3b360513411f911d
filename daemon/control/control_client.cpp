#include "daemon/control/control_client.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "daemon/control/control_socket.hpp"
#include "daemon/sockets/unix_name.hpp"

namespace tined::daemon {
namespace {

using base::SystemError;

constexpr timeval patience_with_greeting = {.tv_sec = 5, .tv_usec = 0};
constexpr timeval endless = {};

void set_patience(int socket, const timeval& patience) noexcept {
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

std::expected<base::Descriptor, SystemError> connect_to(const std::filesystem::path& path) {
    const auto name = unix_name(path);
    if (!name) return std::unexpected(name.error());
    base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) return std::unexpected(SystemError::from_errno("make a socket"));
    set_patience(socket.get(), patience_with_greeting);
    if (::connect(socket.get(), name->get(), name->length) != 0) {
        return std::unexpected(SystemError::from_errno("connect to", path.native()));
    }
    return socket;
}

/// The file that the master serves, from its greeting; nothing if it is none of this version.
std::optional<std::string_view> file_in(std::string_view line) {
    if (!line.starts_with(ControlSocket::greeting)) return std::nullopt;
    line.remove_prefix(ControlSocket::greeting.size());
    const auto halves = base::split_once(line, ' ');
    if (!halves) return std::nullopt;
    return halves->after;
}

// Of a master that has accepted nothing: who listens there the kernel knows.
std::string why_silent(int socket, const std::filesystem::path& path, const SystemError& error) {
    if (error.code() != EAGAIN) {
        return fmt::format("{}: does not answer to this user", path.native());
    }
    ucred master = {};
    socklen_t length = sizeof master;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &master, &length) != 0) master.pid = 0;
    return fmt::format(
        "{}: pid {} does not answer within 5 s (is it stopped, or asked by too many?)",
        path.native(), master.pid);
}

Failure nobody(const std::optional<std::string>& file, std::vector<std::string> reasons) {
    std::vector<std::string> lines = {file ? fmt::format("no running tined that serves {}", *file)
                                           : std::string("no running tined")};
    for (std::string& reason : reasons) lines.push_back(std::move(reason));
    lines.push_back("if it listens for commands elsewhere, name its socket: --set control=PATH");
    return Failure(ExitCode::failed_at_work, std::move(lines));
}

}  // namespace

std::expected<ControlClient, Failure> ControlClient::connect(
    const std::vector<std::filesystem::path>& candidates, const std::optional<std::string>& file) {
    std::vector<std::string> reasons;
    for (const auto& path : candidates) {
        auto socket = connect_to(path);
        if (!socket) {
            reasons.push_back(socket.error().what());
            continue;
        }
        ControlClient client(std::move(*socket));
        const auto line = client.read_line();
        const auto served = line ? file_in(*line) : std::nullopt;
        if (served && (!file || *served == *file)) {
            set_patience(client.socket_.get(), endless);
            return client;
        }
        if (served) {
            reasons.push_back(fmt::format("{}: serves {}", path.native(), *served));
        } else if (line) {
            reasons.push_back(fmt::format("{}: is no tined of this version", path.native()));
        } else {
            reasons.push_back(why_silent(client.socket_.get(), path, line.error()));
        }
    }
    return std::unexpected(nobody(file, std::move(reasons)));
}

int ControlClient::ask(std::string_view command, const OnLine& says, const OnLine& complains) {
    constexpr int failed = static_cast<int>(ExitCode::failed_at_work);
    const std::string line = fmt::format("{}\n", command);
    if (::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(line.size())) {
        complains(SystemError::from_errno("ask the master").what());
        return failed;
    }
    while (const auto answer = read_line()) {
        const std::string_view text = *answer;
        if (text.starts_with('+')) says(text.substr(1));
        if (text.starts_with('-')) complains(text.substr(1));
        if (text.starts_with('=')) {
            return base::parse_integer<int>(text.substr(1)).value_or(failed);
        }
    }
    complains("the master ended without an answer");
    return failed;
}

void ControlClient::wait_for_end() {
    while (read_line()) continue;
}

std::expected<std::string, SystemError> ControlClient::read_line() {
    for (;;) {
        if (const std::size_t end = received_.find('\n'); end != std::string::npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        char bytes[4096];
        const auto got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) return std::unexpected(SystemError(ECONNRESET, "read from the master"));
        if (got < 0) return std::unexpected(SystemError::from_errno("read from the master"));
        received_.append(bytes, static_cast<std::size_t>(got));
    }
}

}  // namespace tined::daemon
