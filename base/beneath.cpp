#include "base/beneath.hpp"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace tined::base {
namespace {

constexpr int most_links = 40;  // path_resolution(7)

/// One path on its way. Its parts wait in reverse: the next one is the last.
class Walk {
public:
    Walk(int root, int flags) : root_(root), flags_(flags) {}

    std::expected<Descriptor, SystemError> go(const std::string& path);

private:
    // False, with errno, for what leads out or is too long a way.
    bool add(std::string_view path);
    bool step(const std::string& part);
    bool follow(int link);
    int here() const noexcept { return passed_.empty() ? root_ : passed_.back().get(); }

    int root_;
    int flags_;
    int links_ = 0;
    std::vector<std::string> parts_;
    std::vector<Descriptor> passed_;  // the folders between the root and here
    Descriptor found_;
};

bool Walk::add(std::string_view path) {
    if (path.starts_with('/')) {
        errno = EXDEV;
        return false;
    }
    std::vector<std::string> parts;
    // What stands before a slash is a folder: "a/" ends with the part ".".
    if (path.ends_with('/')) parts.emplace_back(".");
    while (!path.empty()) {
        const std::size_t slash = path.rfind('/');
        const std::string_view part = slash == path.npos ? path : path.substr(slash + 1);
        if (!part.empty()) parts.emplace_back(part);
        path = slash == path.npos ? std::string_view() : path.substr(0, slash);
    }
    for (std::string& part : parts) parts_.push_back(std::move(part));
    return true;
}

bool Walk::follow(int link) {
    std::array<char, PATH_MAX> text;
    const ssize_t size = ::readlinkat(link, "", text.data(), text.size());
    if (size < 0) return false;
    if (++links_ > most_links) {
        errno = ELOOP;
        return false;
    }
    return add(std::string_view(text.data(), static_cast<std::size_t>(size)));
}

bool Walk::step(const std::string& part) {
    if (part == ".") return true;
    if (part == "..") {
        if (passed_.empty()) {
            errno = EXDEV;
            return false;
        }
        passed_.pop_back();
        return true;
    }
    Descriptor seen(::openat(here(), part.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status = {};
    if (!seen || ::fstat(seen.get(), &status) != 0) return false;
    if (S_ISLNK(status.st_mode)) return follow(seen.get());
    if (S_ISDIR(status.st_mode)) {
        passed_.push_back(std::move(seen));
        return true;
    }
    if (!parts_.empty()) {
        errno = ENOTDIR;
        return false;
    }
    found_.reset(::openat(here(), part.c_str(), flags_ | O_NOFOLLOW));
    return static_cast<bool>(found_);
}

std::expected<Descriptor, SystemError> Walk::go(const std::string& path) {
    bool is_well = add(path);
    while (is_well && !parts_.empty()) {
        const std::string part = std::move(parts_.back());
        parts_.pop_back();
        is_well = step(part);
    }
    // A folder is opened where the walk has led.
    if (is_well && !found_) found_.reset(::openat(here(), ".", flags_));
    // Braces, so that errno is read first: the text may allocate.
    if (!found_) return std::unexpected(SystemError{errno, "open " + escape_for_message(path)});
    return std::move(found_);
}

}  // namespace

std::expected<Descriptor, SystemError> open_step_by_step(int folder, const std::string& path,
                                                         int flags) {
    return Walk(folder, flags).go(path);
}

}  // namespace tined::base
