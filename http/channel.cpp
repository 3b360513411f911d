#include "http/channel.hpp"

namespace tined::http {

void Channel::detach() noexcept {
    stream_ = nullptr;
    input_.clear();
    output_.clear();
}

Received Channel::receive() noexcept {
    const auto got = stream_->read_now(input_.room());
    if (!got)
        return got.error() == event::StreamError::would_block ? Received::nothing
                                                              : Received::broken;
    if (*got == 0) return Received::ended;
    input_.received(*got);
    return Received::some;
}

event::Task<Received> Channel::receive_until(event::Stream::Time deadline) {
    for (;;) {
        const Received received = receive();
        if (received != Received::nothing) co_return received;
        const event::Waited waited = co_await stream_->readable(deadline);
        if (waited == event::Waited::timed_out) co_return Received::nothing;
    }
}

event::Task<std::expected<void, event::StreamError>> Channel::flush(
    std::chrono::milliseconds silence) {
    event::Writable room(*stream_, event::Stream::no_deadline);
    for (;;) {
        const auto progress = output_.send(*stream_);
        if (!progress) co_return std::unexpected(progress.error());
        if (*progress == Output::Progress::done) co_return {};
        room.until(stream_->loop().now() + silence);
        const event::Waited waited = co_await room;
        if (waited == event::Waited::timed_out)
            co_return std::unexpected(event::StreamError::timed_out);
    }
}

}  // namespace tined::http
