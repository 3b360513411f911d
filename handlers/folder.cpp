#include "handlers/folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <tuple>

#include "base/utf8.hpp"

namespace tined::handlers {
namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

FileError error_of(const base::SystemError& error) {
    switch (error.code()) {
        case EACCES:
        case EPERM:
            // 404 for the client, who need not know that it is there; the operator should.
            return {FileError::Kind::not_found, error.what()};
        case EMFILE:
        case ENFILE:
        case ENOMEM:
        case EIO:
            return {FileError::Kind::unavailable, error.what()};
        default:  // ENOENT, ENOTDIR, EXDEV, ELOOP, ENAMETOOLONG: a name for which nothing is there
            return {FileError::Kind::not_found, {}};
    }
}

std::int64_t nanoseconds(const timespec& time) noexcept {
    // 64 bits reach to the year 2262, a file's time may be set past it.
    constexpr std::int64_t most = INT64_MAX / 1'000'000'000 - 1;
    return std::clamp<std::int64_t>(time.tv_sec, -most, most) * 1'000'000'000 + time.tv_nsec;
}

std::expected<FileFacts, FileError> facts_of(int descriptor) {
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) {
        return std::unexpected(error_of(base::SystemError::from_errno("stat")));
    }
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        return std::unexpected(FileError{FileError::Kind::not_found, {}});
    }
    return FileFacts{.device = status.st_dev,
                     .inode = status.st_ino,
                     .size = static_cast<std::uint64_t>(status.st_size),
                     .modified = nanoseconds(status.st_mtim),
                     .changed = nanoseconds(status.st_ctim),
                     .is_folder = S_ISDIR(status.st_mode)};
}

// Whether a request can name it: decode_path() lets no other name through to a folder.
bool is_servable(std::string_view name) {
    return !name.starts_with('.') && name.find('\\') == std::string_view::npos &&
           base::is_utf8(name);
}

}  // namespace

std::expected<Folder, base::SystemError> Folder::open(const std::string& path) {
    auto descriptor = base::open_folder(path);
    if (!descriptor) return std::unexpected(descriptor.error());
    return Folder(path, std::move(*descriptor));
}

std::expected<FileFacts, FileError> Folder::look(std::string_view name) const {
    const auto opened = base::open_beneath(descriptor_.get(), name, O_PATH);
    if (!opened) return std::unexpected(error_of(opened.error()));
    return facts_of(opened->get());
}

std::expected<OpenFile, FileError> Folder::open_file(std::string_view name) const {
    // To open a FIFO or a device, even to close it at once, is noticed at its other end.
    const auto seen = look(name);
    if (!seen) return std::unexpected(seen.error());
    if (seen->is_folder) return std::unexpected(FileError{FileError::Kind::is_folder, {}});
    auto opened = base::open_beneath(descriptor_.get(), name, O_RDONLY | O_NOCTTY);
    if (!opened) return std::unexpected(error_of(opened.error()));
    auto facts = facts_of(opened->get());  // of what was opened: it may be another by now
    if (!facts) return std::unexpected(facts.error());
    if (facts->is_folder) return std::unexpected(FileError{FileError::Kind::is_folder, {}});
    return OpenFile{std::move(*opened), *facts};
}

std::expected<FolderListing, FileError> Folder::list(std::string_view name) const {
    auto opened = base::open_beneath(descriptor_.get(), name, O_RDONLY | O_DIRECTORY);
    if (!opened) return std::unexpected(error_of(opened.error()));
    const std::unique_ptr<DIR, CloseDirectory> directory(::fdopendir(opened->get()));
    if (directory == nullptr) {
        return std::unexpected(error_of(base::SystemError::from_errno("read a folder")));
    }
    [[maybe_unused]] const int owned = opened->release();  // by the DIR from now on
    const std::string prefix = name.empty() ? std::string() : std::string(name) + '/';
    FolderListing listing;
    while (const dirent* const entry = ::readdir(directory.get())) {
        const std::string_view entry_name = entry->d_name;
        if (!is_servable(entry_name)) continue;
        const auto facts = look(prefix + entry->d_name);
        if (!facts) continue;
        if (listing.entries.size() == most_entries) {
            listing.is_cut = true;
            break;
        }
        listing.entries.push_back({.name = std::string(entry_name),
                                   .size = facts->size,
                                   .modified = facts->modified,
                                   .is_folder = facts->is_folder});
    }
    std::ranges::sort(listing.entries, {}, [](const FolderEntry& entry) {
        return std::tuple(!entry.is_folder, std::string_view(entry.name));
    });
    return listing;
}

std::optional<std::string> Folder::why_unusable() const {
    if (::faccessat(descriptor_.get(), ".", X_OK, AT_EACCESS) == 0) return std::nullopt;
    return base::SystemError::from_errno("use the folder", path_).what();
}

}  // namespace tined::handlers
