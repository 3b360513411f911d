// The file that holds the master's pid, for scripts. It is made in two steps, so that what can fail
// fails while nothing has changed yet.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <utility>

#include "base/system_error.hpp"

namespace tined::daemon {

class PidFile {
public:
    /// Writes the pid and a line feed into a new file beside `path`, which goes with this object
    /// unless it was put in place. EISDIR: a folder is there.
    static std::expected<PidFile, base::SystemError> prepare(std::filesystem::path path);
    PidFile(PidFile&& other) noexcept
        : path_(std::exchange(other.path_, {})), fresh_(std::exchange(other.fresh_, {})) {}
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
    PidFile(std::filesystem::path path, std::string fresh) noexcept
        : path_(std::move(path)), fresh_(std::move(fresh)) {}

    std::filesystem::path path_;
    std::string fresh_;  // the new file's name, until it is in place
};

}  // namespace tined::daemon
