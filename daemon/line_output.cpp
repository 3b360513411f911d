#include "daemon/line_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace tined::daemon {
namespace {

bool is_writable(int fd, int timeout) noexcept {
    pollfd wanted = {.fd = fd, .events = POLLOUT, .revents = 0};
    return ::poll(&wanted, 1, timeout) == 1;
}

}  // namespace

LineOutput::LineOutput(int fd) : shared_(fd) {
    struct stat status = {};
    if (::fstat(fd, &status) != 0) return;
    if (S_ISREG(status.st_mode)) kind_ = Kind::file;
    if (S_ISSOCK(status.st_mode)) kind_ = Kind::socket;
    if (kind_ != Kind::stream) return;
    const std::string name = fmt::format("/proc/self/fd/{}", fd);
    own_.reset(::open(name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

void LineOutput::write(std::string_view lines) noexcept {
    const std::lock_guard lock(mutex_);
    // A reader that is slow, but never stops, never lets the queue become empty.
    if (sent_ > most_queued) {
        queue_.erase(0, sent_);
        sent_ = 0;
    }
    if (queue_.size() - sent_ + lines.size() <= most_queued) {
        queue_.append(lines);
    } else {
        dropped_ += static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
    }
    flush_locked();
}

bool LineOutput::flush() noexcept {
    const std::lock_guard lock(mutex_);
    return flush_locked();
}

void LineOutput::finish(std::chrono::milliseconds patience) noexcept {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + patience;
    while (!flush()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0 || !is_writable(fd(), static_cast<int>(left.count()))) return;
    }
}

void LineOutput::forget() noexcept {
    const std::lock_guard lock(mutex_);
    queue_.clear();
    sent_ = 0;
    dropped_ = 0;
}

std::uint64_t LineOutput::take_dropped() noexcept {
    const std::lock_guard lock(mutex_);
    return std::exchange(dropped_, 0);
}

bool LineOutput::is_pending() const noexcept {
    const std::lock_guard lock(mutex_);
    return !queue_.empty();
}

bool LineOutput::flush_locked() noexcept {
    while (sent_ < queue_.size()) {
        const long written = write_piece(piece_size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) return false;
        if (written < 0) {
            // The reader is gone (EPIPE), the disk is full: nobody will ever read these.
            const auto lost = std::string_view(queue_).substr(sent_);
            dropped_ += static_cast<std::uint64_t>(std::ranges::count(lost, '\n'));
            break;
        }
        sent_ += static_cast<std::size_t>(written);
    }
    queue_.clear();
    sent_ = 0;
    return true;
}

// As many whole lines as are atomic, or as much of one that is longer.
std::size_t LineOutput::piece_size() const noexcept {
    const std::size_t left = queue_.size() - sent_;
    if (kind_ == Kind::file || left <= PIPE_BUF) return left;
    const std::size_t end = queue_.rfind('\n', sent_ + PIPE_BUF - 1);
    return end == std::string::npos || end < sent_ ? PIPE_BUF : end + 1 - sent_;
}

long LineOutput::write_piece(std::size_t size) noexcept {
    const char* const bytes = queue_.data() + sent_;
    if (kind_ == Kind::socket) return ::send(shared_, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (kind_ == Kind::stream && !own_ && !is_writable(shared_, 0)) {
        errno = EAGAIN;
        return -1;
    }
    return ::write(fd(), bytes, size);
}

}  // namespace tined::daemon
