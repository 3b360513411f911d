#include "base/descriptor.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/beneath.hpp"
#include "base/text.hpp"

namespace tined::base {
namespace {

std::unexpected<SystemError> failed(std::string_view about, std::string_view object = {}) {
    return std::unexpected(SystemError::from_errno(about, object));
}

// Repeats a call that a signal interrupted; gives what it gives.
template <typename Call>
auto retry(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

std::expected<Descriptor, SystemError> open_with(const std::string& path, int flags) {
    Descriptor opened(retry([&] { return ::open(path.c_str(), flags | O_CLOEXEC); }));
    if (!opened) return failed("open", path);
    return opened;
}

std::expected<void, SystemError> set_flag(int fd, int get, int set, int flag, bool on) {
    const int before = ::fcntl(fd, get);
    if (before < 0) return failed("fcntl", std::to_string(fd));
    const int after = on ? before | flag : before & ~flag;
    if (after != before && ::fcntl(fd, set, after) < 0) return failed("fcntl", std::to_string(fd));
    return {};
}

std::expected<std::string, SystemError> read_named(int fd, std::size_t most,
                                                   std::string_view object) {
    std::string bytes;
    struct stat status = {};
    // The size is only a hint for the first allocation: /proc says 0, a growing file too little.
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        bytes.reserve(std::min(most, static_cast<std::size_t>(status.st_size)));
    }
    std::array<char, 65536> buffer;
    for (;;) {
        const auto got = retry([&] { return ::read(fd, buffer.data(), buffer.size()); });
        if (got < 0) return failed("read", object);
        if (got == 0) return bytes;
        const auto count = static_cast<std::size_t>(got);
        if (count > most - bytes.size()) {
            return std::unexpected(SystemError(EFBIG, "read " + std::string(object)));
        }
        bytes.append(buffer.data(), count);
    }
}

}  // namespace

void Descriptor::reset(int fd) noexcept {
    const int old = std::exchange(fd_, fd);
    if (old < 0) return;
    const int saved = errno;
    // Not repeated on EINTR: Linux has closed it, and another thread may own the number already.
    ::close(old);
    errno = saved;
}

std::expected<Descriptor, SystemError> open_read(const std::string& path) {
    return open_with(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

std::expected<Descriptor, SystemError> open_folder(const std::string& path) {
    return open_with(path, O_PATH | O_DIRECTORY);
}

std::expected<Descriptor, SystemError> open_beneath(int folder, std::string_view path, int flags) {
    // A NUL would make the kernel see another, shorter name than the one that was checked.
    const std::string name(path.empty() ? "." : path);
    if (name.find('\0') != std::string::npos) {
        return std::unexpected(SystemError(EINVAL, "open a name with a NUL"));
    }
    open_how how = {};
    how.flags = static_cast<decltype(how.flags)>(flags | O_CLOEXEC | O_NONBLOCK);
    // openat2 refuses what open ignores: O_PATH goes with few others.
    if ((flags & O_PATH) != 0) how.flags &= ~static_cast<decltype(how.flags)>(O_NONBLOCK);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    // EAGAIN: something was renamed while the kernel resolved a "..", and it could not be sure.
    constexpr int attempts = 8;
    long opened = -1;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        opened =
            retry([&] { return ::syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how); });
        if (opened >= 0 || errno != EAGAIN) break;
    }
    // EPERM: what some filters say of every call that they do not know; of its own openat2 has it
    // for flags only that are not asked for here.
    if (opened < 0 && (errno == ENOSYS || errno == EPERM)) {
        return open_step_by_step(folder, name, static_cast<int>(how.flags));
    }
    if (opened < 0) {
        // Braces, so that errno is read first: the text may allocate. The name may be a peer's.
        return std::unexpected(SystemError{errno, "open " + escape_for_message(name)});
    }
    return Descriptor(static_cast<int>(opened));
}

std::expected<std::string, SystemError> read_whole(int fd, std::size_t most) {
    return read_named(fd, most, "descriptor " + std::to_string(fd));
}

std::expected<std::string, SystemError> read_whole(const std::string& path, std::size_t most) {
    const auto opened = open_with(path, O_RDONLY);
    if (!opened) return std::unexpected(opened.error());
    return read_named(opened->get(), most, path);
}

std::expected<std::string, SystemError> read_regular(int fd, std::size_t most,
                                                     std::string_view name) {
    struct stat status = {};
    if (::fstat(fd, &status) < 0) return failed("fstat", name);
    // A folder is left to read(2), which has a word of its own for it.
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        return std::unexpected(
            SystemError(ENOTSUP, "read " + std::string(name) + ", which is no regular file"));
    }
    return read_named(fd, most, name);
}

std::expected<std::string, SystemError> read_regular(const std::string& path, std::size_t most) {
    const auto opened = open_read(path);
    if (!opened) return std::unexpected(opened.error());
    return read_regular(opened->get(), most, path);
}

std::expected<void, SystemError> write_whole(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto put = retry([&] { return ::write(fd, bytes.data(), bytes.size()); });
        if (put < 0) return failed("write descriptor", std::to_string(fd));
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

std::expected<void, SystemError> set_nonblocking(int fd, bool on) {
    return set_flag(fd, F_GETFL, F_SETFL, O_NONBLOCK, on);
}

std::expected<void, SystemError> set_close_on_exec(int fd, bool on) {
    return set_flag(fd, F_GETFD, F_SETFD, FD_CLOEXEC, on);
}

std::expected<Pipe, SystemError> make_pipe(bool nonblocking) {
    std::array<int, 2> ends = {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0)) < 0) return failed("pipe");
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace tined::base
