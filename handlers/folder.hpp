// A folder that files are served from. It is opened once, and everything in it is opened beneath
// that descriptor, so that no name and no symbolic link leads out of it, whatever is moved or
// replaced meanwhile; links that stay within are followed. A folder put in its place later is seen
// by the next one who opens, on reload.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"

namespace tined::handlers {

/// Why there is no file to serve.
struct FileError {
    enum class Kind : std::uint8_t {
        not_found,   ///< 404: not there, not to be read, or neither file nor folder
        is_folder,   ///< 404, or a redirect to its slash
        unavailable  ///< 503: the system is out of descriptors or memory, or the disk fails
    };
    Kind kind;
    std::string detail;  ///< for the log, where the operator can mend it; else empty
};

/// What tells one version of a file from another without reading it.
struct FileFacts {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified = 0;  ///< nanoseconds since 1970
    std::int64_t changed = 0;   ///< the inode's own, which nobody can set back
    bool is_folder = false;

    bool operator==(const FileFacts&) const = default;
};

struct OpenFile {
    base::Descriptor descriptor;
    FileFacts facts;
};

struct FolderEntry {
    std::string name;
    std::uint64_t size = 0;
    std::int64_t modified = 0;  ///< nanoseconds since 1970
    bool is_folder = false;
};

struct FolderListing {
    std::vector<FolderEntry> entries;  ///< folders first, each kind by name
    bool is_cut = false;               ///< there are more than Folder::most_entries
};

/// Names are relative, "" the folder itself. What may be in a client's name, and dotfiles, is not
/// decided here: see StaticFiles.
class Folder {
public:
    static constexpr std::size_t most_entries = 10'000;

    static std::expected<Folder, base::SystemError> open(const std::string& path);

    const std::string& path() const noexcept { return path_; }
    /// No two folders that are open at the same time have the same.
    int number() const noexcept { return descriptor_.get(); }

    /// Regular files and folders only. Opens nothing for reading, so no FIFO or device notices.
    std::expected<FileFacts, FileError> look(std::string_view name) const;
    /// A regular file, for reading.
    std::expected<OpenFile, FileError> open_file(std::string_view name) const;
    /// What a client could ask for: no dotfiles, no names that no request can have, no links that
    /// leave.
    std::expected<FolderListing, FileError> list(std::string_view name) const;

    /// One line if the process, as the user that it now is, cannot use the folder.
    std::optional<std::string> why_unusable() const;

private:
    Folder(std::string path, base::Descriptor descriptor)
        : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

    std::string path_;
    base::Descriptor descriptor_;
};

}  // namespace tined::handlers
