// Where the master's control socket is: what `control` names, else a place that a command with the
// same file finds again.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/system_error.hpp"

namespace tined::daemon {

/// Where the master of `file` makes it: `named` (the key `control`); else control.sock in
/// $RUNTIME_DIRECTORY, which systemd makes for a service; else control-HASH.sock, of the file's
/// real path, in /run/tined for root, and for others in $XDG_RUNTIME_DIR, or without one (su, cron,
/// a service of another manager) in /tmp/tined-UID.
std::filesystem::path control_path(const std::optional<std::filesystem::path>& named,
                                   const std::string& file);

/// For the master: makes the folder of that path, if only its last part is missing. In /tmp anybody
/// can make one; EPERM, unless it is this user's and closed to others.
std::expected<void, base::SystemError> make_folder_of(const std::filesystem::path& path);

/// Where a command looks for the master of `file`, the likeliest first, each once. `named` may be
/// what the file says since it was last read, so the other places follow. A command of an
/// administrator is not told the service's $RUNTIME_DIRECTORY, so the folders that the units in
/// systemd/ name are among them; which file a master serves it says itself (control_socket.hpp).
std::vector<std::filesystem::path> control_candidates(
    const std::optional<std::filesystem::path>& named, const std::string& file);

/// The file's absolute path without links, as far as it is there: how a master and a command agree
/// on which file is meant, also when it was deleted meanwhile.
std::string real_path(const std::string& file);

}  // namespace tined::daemon
