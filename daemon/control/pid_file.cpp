#include "daemon/control/pid_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace tined::daemon {
namespace {

std::string content() { return fmt::format("{}\n", ::getpid()); }

constexpr std::size_t most_bytes = 64;  // of a file that holds a pid

/// Empty as well: somebody was about to write one.
bool is_of_a_pid(std::string_view text) noexcept {
    return text.find_first_not_of("0123456789 \n") == std::string_view::npos;
}

struct flock whole_file() {
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

}  // namespace

PidFile& PidFile::operator=(PidFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(fresh_, other.fresh_);
    std::swap(held_, other.held_);
    return *this;
}

PidFile::~PidFile() {
    if (!fresh_.empty()) ::unlink(fresh_.c_str());
}

std::optional<pid_t> PidFile::holder(const std::filesystem::path& path) {
    const auto file = base::open_read(path.string());
    if (!file) return std::nullopt;
    struct flock lock = whole_file();
    if (::fcntl(file->get(), F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK) return std::nullopt;
    return lock.l_pid;
}

std::optional<base::SystemError> PidFile::why_not_at(const std::filesystem::path& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) return std::nullopt;
        return base::SystemError::from_errno("write", path.string());
    }
    if (S_ISDIR(status.st_mode)) return base::SystemError(EISDIR, "write " + path.string());
    if (S_ISREG(status.st_mode)) {
        const auto text = base::read_whole(path.string(), most_bytes);
        if (text && is_of_a_pid(*text)) return std::nullopt;
    }
    return base::SystemError(EEXIST, fmt::format("write {}, which is no pid file", path.string()));
}

std::expected<PidFile, base::SystemError> PidFile::prepare(std::filesystem::path path) {
    if (const auto why = why_not_at(path)) return std::unexpected(*why);
    // mkostemp(3) makes a name that nobody else has, so no planted link is followed.
    std::string fresh = path.string() + ".XXXXXX";
    base::Descriptor file(::mkostemp(fresh.data(), O_CLOEXEC));
    if (!file) return std::unexpected(base::SystemError::from_errno("write", path.string()));
    PidFile made(std::move(path), std::move(fresh), std::move(file));
    const int fd = made.held_.get();
    if (const auto written = base::write_whole(fd, content()); !written) {
        return std::unexpected(
            base::SystemError(written.error().code(), "write " + made.path_.string()));
    }
    const struct flock lock = whole_file();
    if (::fchmod(fd, 0644) != 0 || ::fcntl(fd, F_SETLK, &lock) != 0) {
        return std::unexpected(base::SystemError::from_errno("write", made.path_.string()));
    }
    return made;
}

std::expected<void, base::SystemError> PidFile::put_in_place() {
    if (::rename(fresh_.c_str(), path_.c_str()) != 0) {
        return std::unexpected(base::SystemError::from_errno("write", path_.string()));
    }
    fresh_.clear();
    return {};
}

bool PidFile::is_in_place() const {
    struct stat ours = {};
    struct stat there = {};
    if (::fstat(held_.get(), &ours) != 0 || ::stat(path_.c_str(), &there) != 0) return false;
    if (ours.st_ino != there.st_ino || ours.st_dev != there.st_dev) return false;
    // Somebody may have written into it. Read by the descriptor at hand, for the lock's sake.
    std::array<char, 32> text;
    const auto size = ::pread(held_.get(), text.data(), text.size(), 0);
    return size >= 0 && std::string_view(text.data(), static_cast<std::size_t>(size)) == content();
}

void PidFile::remove() const {
    if (is_in_place()) ::unlink(path_.c_str());
}

}  // namespace tined::daemon
