// The file that holds the master's pid, for scripts.
#pragma once

#include <expected>
#include <filesystem>
#include <utility>

#include "base/system_error.hpp"

namespace tined::daemon {

class PidFile {
public:
    /// Writes the pid and a line feed into a new file, which then takes the place of `path`: who
    /// reads it sees a whole pid, whenever it looks.
    static std::expected<PidFile, base::SystemError> write(std::filesystem::path path);

    /// Removes the file if it still holds this process's pid; a successor may have replaced it.
    void remove() const;

    const std::filesystem::path& path() const noexcept { return path_; }

private:
    explicit PidFile(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

}  // namespace tined::daemon
