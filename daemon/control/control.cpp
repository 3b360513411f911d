#include "daemon/control/control.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/control/control_path.hpp"

namespace tined::daemon {
namespace {

// A worker's last words may have a stack of dozens of names.
std::string shortened(const std::string& line) {
    constexpr std::size_t most = 500;
    if (line.size() <= most) return line;
    std::size_t end = most;
    while ((static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;  // not within a letter
    return line.substr(0, end) + "... (all of it is in the log)";
}

}  // namespace

Control::Control(MasterLoop& loop, Master& master)
    : master_(master),
      socket_(loop, [this](ControlSocket::Client client, std::string_view command) {
          obey(client, command);
      }) {}

std::expected<Control::Prepared, Failure> Control::prepare(const Place& place) const {
    Prepared prepared = {.socket = std::nullopt, .file = real_path(place.file)};
    const auto path = control_path(place.named, place.file);
    if (path == socket_.path() && socket_.is_in_place()) return prepared;
    // Whoever is where this one was has tried to take its place.
    const bool is_own = path == socket_.path();
    auto made = ControlSocket::prepare(path, place.is_replacing || is_own);
    if (made) {
        prepared.socket.emplace(std::move(*made));
        return prepared;
    }
    const std::string why = made.error().code() == EADDRINUSE
                                ? fmt::format("{} is another tined's", path.native())
                                : made.error().what();
    if (place.named) {
        return std::unexpected(Failure(ExitCode::failed_at_work, "control: " + why));
    }
    log::warn(
        "no control socket, so the commands do not find this tined: {}; name a place by `control`",
        why);
    return prepared;
}

std::optional<Failure> Control::open(Prepared prepared) {
    if (!prepared.socket) return std::nullopt;
    const auto listening = socket_.listen(std::move(*prepared.socket), prepared.file);
    if (listening) return std::nullopt;
    return Failure(ExitCode::failed_at_work, "control: " + listening.error().what());
}

void Control::close(int code) {
    for (const ControlSocket::Client client : stoppers_) {
        if (code == 0) {
            socket_.say(client, "stopped");
        } else {
            socket_.complain(client, fmt::format("stopped, with exit code {}", code));
        }
        socket_.finish(client, code);
    }
    socket_.close();
}

Control::OnReport Control::answer_to(ControlSocket::Client client) {
    return [this, client](ExitCode code, const std::vector<std::string>& lines) {
        for (const std::string& line : lines) {
            code == ExitCode::done ? socket_.say(client, line)
                                   : socket_.complain(client, shortened(line));
        }
        socket_.finish(client, static_cast<int>(code));
    };
}

void Control::tell_who(ControlSocket::Client client, std::string_view command) {
    const ControlSocket::Asker asker = socket_.asker(client);
    log::info("{}: asked for by pid {} (uid {})", command, asker.pid, asker.uid);
}

void Control::obey(ControlSocket::Client client, std::string_view command) {
    if (command == "status") {
        socket_.say(client, to_json(master_.status()));
        socket_.finish(client, static_cast<int>(ExitCode::done));
    } else if (command == "tasks") {
        master_.list_tasks([this, client](const std::string& json) {
            socket_.say(client, json);
            socket_.finish(client, static_cast<int>(ExitCode::done));
        });
    } else if (command == "reload") {
        tell_who(client, command);
        master_.begin_reload(answer_to(client));
    } else if (command == "upgrade" || command == "upgrade check") {
        tell_who(client, command);
        master_.begin_upgrade(command != "upgrade", answer_to(client));
    } else if (command == "stop") {
        tell_who(client, command);
        stoppers_.push_back(client);
        master_.begin_stop();
    } else {
        socket_.complain(client, fmt::format("tined {} does not know the command {}", TINED_VERSION,
                                             base::escape_for_message(command)));
        socket_.finish(client, static_cast<int>(ExitCode::wrong_command_line));
    }
}

}  // namespace tined::daemon
