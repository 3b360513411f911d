// One connection of a client to a server, by TCP or by TLS over it. In use it is its lease's; at
// rest it is the pool's, which is told as soon as the server closes it, or speaks unasked.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "event/deadline_queue.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"
#include "event/tls_stream.hpp"
#include "http/client_error.hpp"
#include "http/client_settings.hpp"
#include "http/url.hpp"

namespace tined::http {

class ClientConnection : public event::DeadlineQueue::Entry {
public:
    /// Called once at most, while it is at rest; it may be destroyed there.
    using OnUnusable = void (*)(ClientConnection& connection, void* context);

    /// Finds the name's addresses, connects, and shakes hands, each in its time and before
    /// `deadline`. `settings` and `context` (null if nothing is secure) outlive it.
    static event::Task<std::expected<std::unique_ptr<ClientConnection>, ClientError>> open(
        Origin origin, const ClientSettings& settings, const event::TlsContext* context,
        event::Stream::Time deadline);

    ClientConnection(Origin origin, base::Descriptor socket);

    const Origin& origin() const noexcept { return origin_; }

    /// As Stream::read_some() and write_all(); 0 where the server properly sends no more.
    event::Task<std::expected<std::size_t, event::StreamError>> read_some(
        std::span<char> into, event::Stream::Time deadline);
    event::Task<std::expected<void, event::StreamError>> write(
        std::string_view text, event::Loop::Clock::duration silence);
    event::Task<std::expected<void, event::StreamError>> write(
        std::string_view text, std::string_view more, event::Loop::Clock::duration silence);

    /// Whoever reads or writes finds it ended.
    void shut_down() noexcept;
    /// At rest, the server has closed it or sent something: the kernel knows it before the loop.
    bool is_stale() const noexcept;

    /// False: the server has sent more than was asked for already, or the kernel has no memory.
    [[nodiscard]] bool rest(OnUnusable on_unusable, void* context) noexcept;
    void wake() noexcept { on_unusable_ = nullptr; }

private:
    static void on_readable(void* self);

    Origin origin_;
    event::Stream stream_;
    std::optional<event::TlsStream> tls_;
    OnUnusable on_unusable_ = nullptr;
    void* context_ = nullptr;
};

}  // namespace tined::http
