// Where the master's control socket is: what `control` names, else a place that a command with the
// same file finds again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tined::daemon {

/// Where the master of `file` makes it: `named` (the key `control`); else control.sock in
/// $RUNTIME_DIRECTORY, which systemd makes for a service; else control-HASH.sock, of the file's
/// real path, in /run/tined for root and in $XDG_RUNTIME_DIR for others. Nothing: there is no such
/// folder, so there is no socket.
std::optional<std::filesystem::path> control_path(const std::optional<std::filesystem::path>& named,
                                                  const std::string& file);

/// Where a command looks for the master of `file`, the likeliest first. A command of an
/// administrator is not told the service's $RUNTIME_DIRECTORY, so the folders that the units in
/// systemd/ name are among them; which file a master serves it says itself (control_socket.hpp).
std::vector<std::filesystem::path> control_candidates(
    const std::optional<std::filesystem::path>& named, const std::string& file);

/// The file's absolute path without links, or as it is if it cannot be found: how a master and a
/// command agree on which file is meant.
std::string real_path(const std::string& file);

}  // namespace tined::daemon
