#include "event/stream.hpp"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <climits>
#include <new>
#include <utility>

namespace tined::event {
namespace {

constexpr std::uint64_t most_at_once = 4 * 1024 * 1024;

StreamError from_errno() noexcept {
    return errno == EAGAIN || errno == EWOULDBLOCK ? StreamError::would_block : StreamError::broken;
}

std::size_t size_of(std::span<const iovec> pieces) noexcept {
    std::size_t size = 0;
    for (const iovec& piece : pieces) size += piece.iov_len;
    return size;
}

// Takes `written` bytes off the front.
void consume(std::span<iovec>& pieces, std::size_t written) noexcept {
    while (!pieces.empty() && written >= pieces.front().iov_len) {
        written -= pieces.front().iov_len;
        pieces = pieces.subspan(1);
    }
    if (written == 0) return;
    iovec& first = pieces.front();
    first.iov_base = static_cast<char*>(first.iov_base) + written;
    first.iov_len -= written;
}

}  // namespace

Stream::Stream(Loop& loop, base::Descriptor socket, OnReadable on_readable, void* context) noexcept
    : loop_(loop),
      on_readable_(on_readable),
      context_(context),
      socket_(std::move(socket)),
      watch_(loop, socket_.get(), Readiness::readable, on_event, this, Trigger::edge) {}

Stream::Stream(Loop& loop, base::Descriptor socket) noexcept
    : Stream(
          loop, std::move(socket),
          [](void* stream) { static_cast<Stream*>(stream)->pause_reading(); }, this) {}

Stream::~Stream() {
    assert(reader_ == nullptr);
    if (loop_.dispatched() == this) loop_.set_dispatched(nullptr);
}

base::Descriptor Stream::release() noexcept {
    assert(reader_ == nullptr);
    watch_.stop();
    return std::move(socket_);
}

// Whoever is called may destroy the stream. If he leaves something unread, he is called again in
// the loop's next iteration, and others have their turn before.
void Stream::on_event(int /*fd*/, short what, void* self) noexcept {
    auto& stream = *static_cast<Stream*>(self);
    stream.left_ = Left::bytes_or_end;
    stream.has_ended_ = tells_end(what);
    Loop& loop = stream.loop_;
    loop.set_dispatched(self);
    stream.on_ready();
    if (loop.dispatched() != self || stream.left_ == Left::nothing) return;
    if (!stream.watch_.is_started() || stream.is_drained()) return;
    // Where the kernel has no memory for it, it is as with a peer who is silent: deadlines end it.
    static_cast<void>(stream.watch_.restart());
}

void Stream::on_ready() {
    if (reader_ != nullptr) {
        reader_->on_ready();
    } else {
        on_readable_(context_);
    }
}

std::expected<std::size_t, StreamError> Stream::read_now(std::span<char> into) noexcept {
    assert(!into.empty());
    while (true) {
        const ssize_t got = recv(fd(), into.data(), into.size(), 0);
        if (got >= 0) {
            const auto count = static_cast<std::size_t>(got);
            left_ = left_by_read(count, into.size());
            return count;
        }
        if (errno == EINTR) continue;
        left_ = errno == EAGAIN ? Left::nothing : Left::bytes_or_end;
        return std::unexpected(from_errno());
    }
}

Stream::Left Stream::left_by_read(std::size_t got, std::size_t room) const noexcept {
    // libevent tells a reset that came with bytes as it tells the bytes alone.
    return has_ended_ || got == 0 || got == room ? Left::bytes_or_end : Left::reset;
}

bool Stream::is_drained() const noexcept {
    if (left_ != Left::reset) return false;
    // Not recv(2) with MSG_PEEK, which takes the error away: a reset would be an end.
    pollfd socket{.fd = fd(), .events = POLLIN | POLLRDHUP, .revents = 0};
    return poll(&socket, 1, 0) == 0;
}

std::expected<std::size_t, StreamError> Stream::write_now(std::span<const iovec> pieces,
                                                          bool more) noexcept {
    assert(!pieces.empty());
    const int flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0);
    // More would be EMSGSIZE; a short write is the caller's business anyhow.
    pieces = pieces.first(std::min<std::size_t>(pieces.size(), IOV_MAX));
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());  // sendmsg() only reads it
    message.msg_iovlen = pieces.size();
    while (true) {
        const ssize_t sent = pieces.size() == 1
                                 ? send(fd(), pieces[0].iov_base, pieces[0].iov_len, flags)
                                 : sendmsg(fd(), &message, flags);
        if (sent >= 0) {
            const auto count = static_cast<std::size_t>(sent);
            may_have_room_ = count == size_of(pieces);
            note_not_reset();
            return count;
        }
        if (errno == EINTR) continue;
        may_have_room_ = false;
        return std::unexpected(from_errno());
    }
}

std::expected<std::size_t, StreamError> Stream::send_file_now(int file, std::uint64_t offset,
                                                              std::uint64_t length) noexcept {
    assert(length > 0);
    auto at = static_cast<off_t>(offset);
    while (true) {
        const ssize_t sent = sendfile(fd(), file, &at, std::min(length, most_at_once));
        may_have_room_ = sent > 0;
        if (sent > 0) note_not_reset();
        if (sent > 0) return static_cast<std::size_t>(sent);
        if (sent == 0 || errno == EIO) return std::unexpected(StreamError::source_failed);
        if (errno != EINTR) return std::unexpected(from_errno());
    }
}

Readable Stream::readable(Time deadline) noexcept { return Readable(*this, deadline); }

Writable Stream::writable(Time deadline) noexcept { return Writable(*this, deadline); }

Task<std::expected<std::size_t, StreamError>> Stream::read_some(std::span<char> into,
                                                                Time deadline) {
    while (true) {
        if (!seems_drained_) {
            const auto got = read_now(into);
            seems_drained_ = got && *got > 0 && *got < into.size();
            if (got || got.error() != StreamError::would_block) co_return got;
        }
        const Waited waited = co_await readable(deadline);
        seems_drained_ = false;
        if (waited == Waited::timed_out) co_return std::unexpected(StreamError::timed_out);
    }
}

std::size_t Stream::unsent() const noexcept {
    int bytes = 0;
    return ioctl(fd(), SIOCOUTQ, &bytes) == 0 ? static_cast<std::size_t>(bytes) : 0;
}

// A socket is writable again only when a good part of its buffer, which may be megabytes, is free.
// Who takes bytes, but slowly, is not silent: so look at the queue before giving him up.
Task<Waited> Stream::wait_for_room(Writable& room, Loop::Clock::duration silence) {
    std::size_t before = unsent();
    while (true) {
        room.set_deadline(loop_.now() + silence);
        const Waited waited = co_await room;
        if (waited == Waited::ready) co_return waited;
        const std::size_t left = unsent();
        if (left >= before) co_return waited;
        before = left;
    }
}

// A short write means that the kernel's buffer is full: to try again at once would only cost a call
// that answers EAGAIN. And a peer who takes all at once must let the others have their turn. So
// both of these wait after each call that did not end the matter.
Task<std::expected<void, StreamError>> Stream::write_all(std::span<iovec> pieces,
                                                         Loop::Clock::duration silence, bool more) {
    consume(pieces, 0);
    Writable room(*this, no_deadline);
    while (!pieces.empty()) {
        const auto sent = write_now(pieces, more);
        if (sent) {
            consume(pieces, *sent);
        } else if (sent.error() != StreamError::would_block) {
            co_return std::unexpected(sent.error());
        }
        if (pieces.empty()) break;
        const Waited waited = co_await wait_for_room(room, silence);
        if (waited == Waited::timed_out) co_return std::unexpected(StreamError::timed_out);
    }
    co_return {};
}

Task<std::expected<void, StreamError>> Stream::write(std::string_view text,
                                                     Loop::Clock::duration silence) {
    iovec piece{const_cast<char*>(text.data()), text.size()};  // sendmsg() only reads it
    const auto sent = co_await write_all(std::span(&piece, 1), silence);
    co_return sent;
}

Task<std::expected<void, StreamError>> Stream::send_file(int file, std::uint64_t offset,
                                                         std::uint64_t length,
                                                         Loop::Clock::duration silence) {
    Writable room(*this, no_deadline);
    while (length > 0) {
        const auto sent = send_file_now(file, offset, length);
        if (sent) {
            offset += *sent;
            length -= *sent;
        } else if (sent.error() != StreamError::would_block) {
            co_return std::unexpected(sent.error());
        }
        if (length == 0) break;
        const Waited waited = co_await wait_for_room(room, silence);
        if (waited == Waited::timed_out) co_return std::unexpected(StreamError::timed_out);
    }
    co_return {};
}

Wait::Wait(Loop& loop, Stream::Time deadline, Callback on_late, void* self) noexcept
    : Waiter(loop), deadline_(deadline), timer_(loop, on_late, self) {}

void Wait::suspend(Suspended whom) {
    if (deadline_ != Stream::no_deadline) timer_.start(deadline_ - loop().now());
    Waiter::suspend(whom);
}

void Wait::resume(Waited outcome) {
    timer_.stop();
    outcome_ = outcome;
    Waiter::resume();
}

Readable::Readable(Stream& stream, Stream::Time deadline) noexcept
    : Wait(stream.loop(), deadline, call_member<&Readable::on_late>, this), stream_(stream) {}

Readable::~Readable() {
    if (stream_.reader_ == this) stream_.reader_ = nullptr;
}

void Readable::await_suspend(Suspended whom) {
    assert(stream_.reader_ == nullptr);
    if (!stream_.watch_reading()) throw std::bad_alloc();
    suspend(whom);
    stream_.reader_ = this;
}

void Readable::end(Waited outcome) {
    stream_.reader_ = nullptr;
    resume(outcome);
}

Writable::Writable(Stream& stream, Stream::Time deadline) noexcept
    : Wait(stream.loop(), deadline, call_member<&Writable::on_late>, this),
      stream_(stream),
      watch_(stream.loop(), stream.fd(), Readiness::writable, call_member<&Writable::on_ready>,
             this, Trigger::edge) {}

// Only of room that was wanting an edge tells.
void Writable::await_suspend(Suspended whom) {
    const bool is_watched = watch_.is_started() && !stream_.may_have_room_;
    if (!is_watched && !watch_.restart()) throw std::bad_alloc();
    suspend(whom);
}

void Writable::on_ready() {
    stream_.may_have_room_ = true;
    resume(Waited::ready);
}

}  // namespace tined::event
