// Owning file descriptors, and the few calls that make them. Every descriptor made here has
// O_CLOEXEC: what a program that tined executes inherits is listed where it is executed.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/system_error.hpp"

namespace tined::base {

/// The owner of one descriptor; closes it when it goes. Empty is -1.
class Descriptor {
public:
    Descriptor() noexcept = default;
    /// Takes ownership; -1 makes it empty.
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) reset(other.release());
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(); }

    /// The number, still owned here; -1 if empty.
    int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }
    /// Gives the number away; the caller closes it.
    [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
    /// Closes what is owned and takes `fd`. Leaves errno as it was, so that an error path may
    /// close first and ask what went wrong after.
    void reset(int fd = -1) noexcept;

private:
    int fd_ = -1;
};

/// open(2) for reading, with O_CLOEXEC, O_NOCTTY and O_NONBLOCK: a FIFO stops nobody.
std::expected<Descriptor, SystemError> open_read(const std::string& path);

/// open(2) with O_PATH and O_DIRECTORY: a folder to open other things beneath.
std::expected<Descriptor, SystemError> open_folder(const std::string& path);

/// openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS: opens `path` below `folder` and
/// nowhere else, whatever symbolic links and ".." say; the kernel decides, at every step, so
/// there is no race. One that leaves the folder fails with EXDEV, a missing file with ENOENT.
/// `path` is relative; "" means the folder itself. `flags` are open(2)'s; O_CLOEXEC and O_NONBLOCK
/// are added, so that a FIFO in a served folder stops nobody. The error's text has the name with
/// its controls escaped: it may be told as it is, whoever chose the name.
std::expected<Descriptor, SystemError> open_beneath(int folder, std::string_view path, int flags);

/// All bytes from the descriptor's present offset on. More than `most` bytes is the error EFBIG:
/// the limit holds for what has no size as well (/proc, pipes).
std::expected<std::string, SystemError> read_whole(int fd, std::size_t most);
/// The same for a file by name; a folder is the error EISDIR. It waits for a FIFO's writer: for
/// what a user names on a command line, which may be his shell's pipe.
std::expected<std::string, SystemError> read_whole(const std::string& path, std::size_t most);

/// The same for a regular file alone, which never makes a daemon wait: a FIFO, a device or a
/// socket is the error ENOTSUP (a socket by its path ENXIO). The error's text has `name` in it.
std::expected<std::string, SystemError> read_regular(int fd, std::size_t most,
                                                     std::string_view name);
std::expected<std::string, SystemError> read_regular(const std::string& path, std::size_t most);

/// Writes all of `bytes`, over partial writes and EINTR. For blocking descriptors.
std::expected<void, SystemError> write_whole(int fd, std::string_view bytes);

std::expected<void, SystemError> set_nonblocking(int fd, bool on = true);
/// Whether the descriptor is closed by exec; off for what an upgraded program shall inherit.
std::expected<void, SystemError> set_close_on_exec(int fd, bool on = true);

struct Pipe {
    Descriptor reader;
    Descriptor writer;
};
/// pipe2(2) with O_CLOEXEC; both ends block unless `nonblocking`.
std::expected<Pipe, SystemError> make_pipe(bool nonblocking = false);

}  // namespace tined::base
