#include "daemon/logs/line_output.hpp"

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

#include "daemon/logs/log_record.hpp"

namespace tined::daemon {
namespace {

bool is_writable(int fd, int timeout) noexcept {
    pollfd wanted = {.fd = fd, .events = POLLOUT, .revents = 0};
    return ::poll(&wanted, 1, timeout) == 1;
}

std::uint64_t count_lines(std::string_view lines) noexcept {
    return static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
}

}  // namespace

LineOutput::LineOutput(LogDestination destination, Contents contents)
    : destination_(std::move(destination)), contents_(contents) {
    open_again();
}

void LineOutput::aim(LogDestination destination) {
    const std::lock_guard lock(mutex_);
    const bool is_same = destination.is_standard() && destination.fd() == destination_.fd();
    if (is_same) {  // it has a description of it already
        destination_ = std::move(destination);
        return;
    }
    const std::size_t line = sent_ == 0 ? 0 : queue_.rfind('\n', sent_ - 1) + 1;  // npos + 1 is 0
    queue_.erase(0, line);
    sent_ = 0;
    is_torn_ = false;
    is_failing_ = false;
    own_.reset();
    destination_ = std::move(destination);
    open_again();
}

void LineOutput::open_again() {
    struct stat status = {};
    const bool is_known = ::fstat(destination_.fd(), &status) == 0;
    kind_ = Kind::stream;
    if (is_known && S_ISREG(status.st_mode)) kind_ = Kind::file;
    if (is_known && S_ISSOCK(status.st_mode)) kind_ = Kind::socket;
    if (destination_.is_datagram()) kind_ = Kind::datagrams;
    if (kind_ != Kind::stream || !is_known || !destination_.is_standard()) return;
    const std::string name = fmt::format("/proc/self/fd/{}", destination_.fd());
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
        take(lines);
    } else {
        dropped_ += count_lines(lines);
        why_dropped_ = 0;
    }
    flush_locked();
}

bool LineOutput::try_write(std::string_view lines) noexcept {
    const std::lock_guard lock(mutex_);
    if (!queue_.empty()) return false;
    take(lines);
    const std::uint64_t before = dropped_;
    const bool is_written = flush_locked() && !is_failing_;
    dropped_ = before;
    return is_written || !queue_.empty();  // what is queued will go
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
    is_torn_ = false;
}

std::uint64_t LineOutput::take_dropped() noexcept {
    const std::lock_guard lock(mutex_);
    return std::exchange(dropped_, 0);
}

int LineOutput::why_dropped() const noexcept {
    const std::lock_guard lock(mutex_);
    return why_dropped_;
}

bool LineOutput::is_failing() const noexcept {
    const std::lock_guard lock(mutex_);
    return is_failing_;
}

bool LineOutput::is_pending() const noexcept {
    const std::lock_guard lock(mutex_);
    return !queue_.empty();
}

void LineOutput::mend() noexcept {
    const std::lock_guard lock(mutex_);
    if (is_failing_ && destination_.connect_again()) is_failing_ = false;
}

bool LineOutput::flush_locked() noexcept {
    while (sent_ < queue_.size()) {
        const long written = write_piece(piece_size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) return false;
        if (written < 0) {
            drop_all(errno);
            return true;
        }
        is_failing_ = false;
        sent_ += static_cast<std::size_t>(written);
        is_torn_ = written > 0 && queue_[sent_ - 1] != '\n';
    }
    queue_.clear();
    sent_ = 0;
    return true;
}

// The reader is gone (EPIPE), the disk is full: nobody will ever read these.
void LineOutput::drop_all(int error) noexcept {
    is_failing_ = true;
    why_dropped_ = error;
    const bool has_mend = is_torn_ && sent_ == 0;
    dropped_ += count_lines(std::string_view(queue_).substr(sent_)) - (has_mend ? 1 : 0);
    queue_.clear();
    sent_ = 0;
}

void LineOutput::take(std::string_view lines) noexcept {
    // Half a line was written before the disk was full: this is not to be taken for its other half.
    if (is_torn_ && queue_.empty()) queue_.push_back('\n');
    queue_.append(lines);
}

// As many whole lines as are atomic, or as much of one that is longer. One line for a datagram.
std::size_t LineOutput::piece_size() const noexcept {
    const std::size_t left = queue_.size() - sent_;
    if (kind_ == Kind::datagrams) return std::min(left, queue_.find('\n', sent_) + 1 - sent_);
    if (kind_ == Kind::file || left <= PIPE_BUF) return left;
    const std::size_t end = queue_.rfind('\n', sent_ + PIPE_BUF - 1);
    return end == std::string::npos || end < sent_ ? PIPE_BUF : end + 1 - sent_;
}

long LineOutput::write_piece(std::size_t size) noexcept {
    const char* const bytes = queue_.data() + sent_;
    switch (kind_) {
        case Kind::datagrams:
            return write_record(size);
        case Kind::socket:
            return ::send(fd(), bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
        case Kind::stream:
            if (own_ || !destination_.is_standard() || is_writable(fd(), 0)) break;
            errno = EAGAIN;
            return -1;
        case Kind::file:
            break;
    }
    return ::write(fd(), bytes, size);
}

// A line of the queue ends with its line feed, a record does not have it.
long LineOutput::write_record(std::size_t size) noexcept {
    const std::string_view line(queue_.data() + sent_, size - 1);
    LogRecord record = parse_log_line(line, contents_ == Contents::log);
    if (record.slot.empty()) record.slot = slot_;
    int error = 0;
    if (destination_.wire() == LogDestination::Wire::journal) {
        error = send_to_journal(fd(), journal_record(record));
    } else {
        const std::string text = syslog_record(record, std::chrono::system_clock::now());
        if (::send(fd(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0) error = errno;
    }
    if (error == 0) return static_cast<long>(size);
    errno = error;
    return -1;
}

}  // namespace tined::daemon
