#include "event/file_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <system_error>
#include <utility>

namespace tined::event {
namespace {

namespace fs = std::filesystem;

// Not IN_MODIFY: a file that is being written is looked at when its writer has closed it.
constexpr std::uint32_t of_interest = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE |
                                      IN_DELETE | IN_ATTRIB | IN_ONLYDIR | IN_EXCL_UNLINK;

bool is_editors_own(std::string_view name) noexcept {
    return name.starts_with('.') || name.ends_with('~');
}

}  // namespace

std::expected<FileWatch, base::SystemError> FileWatch::make() {
    base::Descriptor descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!descriptor) return std::unexpected(base::SystemError::from_errno("watch files"));
    return FileWatch(std::move(descriptor));
}

std::expected<FileWatch::Folder*, base::SystemError> FileWatch::watch(const fs::path& folder) {
    const int number = ::inotify_add_watch(descriptor_.get(), folder.c_str(), of_interest);
    if (number < 0) {
        return std::unexpected(base::SystemError::from_errno("watch " + folder.string()));
    }
    Folder& known = folders_[number];
    known.path = folder;
    return &known;
}

std::expected<void, base::SystemError> FileWatch::add_file(const fs::path& file) {
    auto folder = watch(file.has_parent_path() ? file.parent_path() : fs::path("."));
    if (!folder) return std::unexpected(std::move(folder.error()));
    (*folder)->names.insert(file.filename().string());
    return {};
}

std::expected<void, base::SystemError> FileWatch::add_ending(const fs::path& folder,
                                                             std::string_view ending) {
    auto watched = watch(folder.empty() ? fs::path(".") : folder);
    if (!watched) return std::unexpected(std::move(watched.error()));
    (*watched)->endings.emplace(ending);
    return {};
}

std::expected<void, base::SystemError> FileWatch::add_folder(const fs::path& folder) {
    auto watched = watch(folder);
    if (!watched) return std::unexpected(std::move(watched.error()));
    (*watched)->is_tree = true;
    return watch_below(folder);
}

// The folder is watched already, so one that is made meanwhile is found here, or told as an event,
// or both: to watch it twice is to watch it once.
std::expected<void, base::SystemError> FileWatch::watch_below(const fs::path& folder) {
    std::error_code gone;  // what vanishes while it is looked at is no error
    fs::directory_iterator at(folder, fs::directory_options::skip_permission_denied, gone);
    for (; !gone && at != fs::directory_iterator(); at.increment(gone)) {
        std::error_code unknown;
        const bool is_folder = at->is_directory(unknown) && !at->is_symlink(unknown);
        if (!is_folder || is_editors_own(at->path().filename().string())) continue;
        if (folders_.size() >= most_folders) {
            return std::unexpected(base::SystemError(ENOSPC, "watch " + at->path().string()));
        }
        auto below = add_folder(at->path());
        if (!below && below.error().code() != ENOENT) return below;
    }
    return {};
}

bool FileWatch::concerns(const Folder& folder, std::string_view name) const {
    if (folder.names.contains(name)) return true;
    if (is_editors_own(name)) return false;
    return folder.is_tree || std::ranges::any_of(folder.endings, [&](const std::string& ending) {
               return name.ends_with(ending);
           });
}

bool FileWatch::take_event(int watch, std::uint32_t mask, std::string_view name) {
    if ((mask & IN_Q_OVERFLOW) != 0) return true;
    const auto found = folders_.find(watch);
    if (found == folders_.end()) return false;
    if ((mask & IN_IGNORED) != 0) {  // the folder is gone, and the watch with it
        folders_.erase(found);
        return false;
    }
    const bool is_change = concerns(found->second, name);
    const bool is_new_folder = (mask & IN_ISDIR) != 0 && (mask & (IN_CREATE | IN_MOVED_TO)) != 0;
    if (is_change && is_new_folder && found->second.is_tree) {
        // What cannot be watched (there are too many) is seen at the next start.
        static_cast<void>(add_folder(found->second.path / name));
    }
    return is_change;
}

bool FileWatch::take() {
    alignas(inotify_event) std::array<char, 16 * (sizeof(inotify_event) + NAME_MAX + 1)> events;
    bool has_changed = false;
    while (true) {
        const ssize_t size = ::read(descriptor_.get(), events.data(), events.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return has_changed;
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            inotify_event event;
            std::memcpy(&event, events.data() + at, sizeof event);
            const char* const name = events.data() + at + sizeof event;
            const std::string_view text(name, ::strnlen(name, event.len));
            has_changed = take_event(event.wd, event.mask, text) || has_changed;
            at += sizeof event + event.len;
        }
    }
}

}  // namespace tined::event
