#include "http/channel.hpp"

namespace tined::http {

void Channel::detach() noexcept {
    stream_ = nullptr;
    is_quick_ = nullptr;
    input_.clear();
    output_.clear();
}

Received Channel::receive_behind() noexcept {
    const std::span<char> room = input_.room_behind();
    return room.empty() ? Received::nothing : receive_into(room);
}

Received Channel::receive_into(std::span<char> room) noexcept {
    const auto got = stream_->read_now(room);
    if (!got)
        return got.error() == event::StreamError::would_block ? Received::nothing
                                                              : Received::broken;
    if (*got == 0) return Received::ended;
    input_.received(*got);
    return Received::some;
}

event::Task<Received> Channel::receive_until(event::Stream::Time deadline) {
    // Looked at first, because who drips has always something there when the deadline comes.
    while (stream_->loop().now() < deadline) {
        const Received received = receive();
        if (received != Received::nothing) co_return received;
        const event::Waited waited = co_await stream_->readable(deadline);
        if (waited == event::Waited::timed_out) break;
    }
    co_return Received::nothing;
}

event::Task<std::expected<void, event::StreamError>> Channel::flush(
    std::chrono::milliseconds silence) {
    const auto progress = output_.send(*stream_);
    if (!progress) co_return std::unexpected(progress.error());
    if (*progress == Output::Progress::done) co_return {};
    const auto sent = co_await send_as_taken(silence);
    co_return sent;
}

event::Task<std::expected<void, event::StreamError>> Channel::send_as_taken(
    std::chrono::milliseconds silence) {
    event::Writable room(*stream_, event::Stream::no_deadline);
    QuickReader client(quick_, stream_->fd(), *is_quick_);
    if (client.has_place()) {
        const auto progress = output_.send(*stream_);
        if (!progress) co_return std::unexpected(progress.error());
        if (*progress == Output::Progress::done) co_return {};
    }
    for (;;) {
        const auto asked = stream_->loop().now();
        room.set_deadline(asked + silence);
        const event::Waited waited = co_await room;
        if (waited == event::Waited::timed_out)
            co_return std::unexpected(event::StreamError::timed_out);
        client.waited(stream_->loop().now() - asked);
        const auto progress = output_.send(*stream_);
        if (!progress) co_return std::unexpected(progress.error());
        if (*progress == Output::Progress::done) co_return {};
    }
}

}  // namespace tined::http
