// The file that holds the master's pid, for scripts. It is made in two steps, so that what can fail
// fails while nothing has changed yet.
//
// Whoever holds it has a lock on it, fcntl(2)'s: it ends with the process, however that ends, and
// workers do not inherit it. So a file that was left behind is nobody's, whoever has its pid now.
#pragma once

#include <sys/types.h>

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"

namespace tined::daemon {

class PidFile {
public:
    /// The other process that holds the file at `path`; nothing if none does. Not to be asked of
    /// a file that this process holds: its lock would go.
    static std::optional<pid_t> holder(const std::filesystem::path& path);

    /// Why there shall be no pid file at `path`, whatever its folder allows: what is there is a
    /// folder, a device, or a file that holds something else than a pid. It would be gone.
    static std::optional<base::SystemError> why_not_at(const std::filesystem::path& path);

    /// Writes the pid and a line feed into a new file beside `path`, which goes with this object
    /// unless it was put in place. As why_not_at().
    static std::expected<PidFile, base::SystemError> prepare(std::filesystem::path path);
    PidFile(PidFile&& other) noexcept
        : path_(std::exchange(other.path_, {})),
          fresh_(std::exchange(other.fresh_, {})),
          held_(std::move(other.held_)) {}
    PidFile& operator=(PidFile&& other) noexcept;
    ~PidFile();

    /// The new file takes the place of `path`: who reads it sees a whole pid, whenever it looks.
    std::expected<void, base::SystemError> put_in_place();
    /// Whether what is in place holds this process's pid.
    bool is_in_place() const;
    /// Removes the file if it still holds this process's pid; a successor may have replaced it.
    void remove() const;

    const std::filesystem::path& path() const noexcept { return path_; }

private:
    PidFile(std::filesystem::path path, std::string fresh, base::Descriptor held) noexcept
        : path_(std::move(path)), fresh_(std::move(fresh)), held_(std::move(held)) {}

    std::filesystem::path path_;
    std::string fresh_;      // the new file's name, until it is in place
    base::Descriptor held_;  // closing it, or any other of this file, gives the lock up
};

}  // namespace tined::daemon
