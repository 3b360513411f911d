// The other end of control_socket.hpp: a command that is asked of the master which serves a file.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

class ControlClient {
public:
    /// Connects to the first of `candidates` at which a master answers that serves `file` (its real
    /// path), or any file if none is given. Waits 5 s at most for each. The failure says where it
    /// looked, what was in the way, and how to name another place.
    static std::expected<ControlClient, Failure> connect(
        const std::vector<std::filesystem::path>& candidates,
        const std::optional<std::string>& file);

    /// One line of an answer, without its kind.
    using OnLine = std::function<void(std::string_view line)>;

    /// Asks, and waits for as long as it takes; gives the exit code of the command. The master may
    /// end before it has told one; then it failed at work, and `complains` is told so.
    int ask(std::string_view command, const OnLine& says, const OnLine& complains);

    /// Waits until the master closes: after a stop, until it has ended.
    void wait_for_end();

private:
    explicit ControlClient(base::Descriptor socket) : socket_(std::move(socket)) {}

    std::expected<std::string, base::SystemError> read_line();

    base::Descriptor socket_;
    std::string received_;
};

}  // namespace tined::daemon
