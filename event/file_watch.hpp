// FileWatch: says that files have changed, by inotify(7): nothing is asked while nothing happens.
//
// It is a descriptor that becomes readable, and knows no loop: a worker watches it with a Watch,
// the master with its own. Editors write in several ways (over the old file, into a new one that is
// then renamed, by way of a swap file), so one change is several events: who is told waits a
// moment, and looks at what there is then.
//
// A file is watched by its folder, so that one which takes its place is seen. Of a folder all that
// is below it is watched, also what is made later; symbolic links are not followed. Names that
// begin with a dot or end in `~` are editors' own and tell nothing.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace tined::event {

class FileWatch {
public:
    /// More folders than this are not watched: a tree of that size is no site's own.
    static constexpr std::size_t most_folders = 10'000;

    /// The error is the kernel's: no descriptor, or too many watches of this user.
    static std::expected<FileWatch, base::SystemError> make();

    /// Whether it is there yet or not; its folder has to be.
    std::expected<void, base::SystemError> add_file(const std::filesystem::path& file);
    /// All files of a folder whose names end so, but not what is below: for what a glob finds.
    std::expected<void, base::SystemError> add_ending(const std::filesystem::path& folder,
                                                      std::string_view ending);
    std::expected<void, base::SystemError> add_folder(const std::filesystem::path& folder);

    /// Readable when something has happened. Nonblocking, close-on-exec.
    int fd() const noexcept { return descriptor_.get(); }
    /// Takes all that has happened. True: something that is watched has changed, or so much has
    /// that the kernel lost count.
    bool take();

private:
    /// What is of interest in one folder.
    struct Folder {
        std::filesystem::path path;
        bool is_tree = false;  ///< all in it, and below
        std::set<std::string, std::less<>> names;
        std::set<std::string, std::less<>> endings;
    };

    explicit FileWatch(base::Descriptor descriptor) noexcept : descriptor_(std::move(descriptor)) {}
    std::expected<Folder*, base::SystemError> watch(const std::filesystem::path& folder);
    std::expected<void, base::SystemError> watch_below(const std::filesystem::path& folder);
    bool concerns(const Folder& folder, std::string_view name) const;
    bool take_event(int watch, std::uint32_t mask, std::string_view name);

    base::Descriptor descriptor_;
    std::map<int, Folder> folders_;  // by inotify's number of the watch
};

}  // namespace tined::event
