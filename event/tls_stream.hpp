// TlsStream: the client's side of TLS over a Stream: the server's name is sent (SNI) and must be
// that of its certificate.
//
// OpenSSL works on memory; the bytes are moved by the Stream, so that deadlines and cancellation
// are its. One coroutine may read and one may write at the same time. One that is cancelled leaves
// the connection of no use.
#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "event/mutex.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"
#include "event/tls_context.hpp"

struct ssl_st;

namespace tined::event {

/// Why there is no secure connection.
struct TlsFailure {
    std::string why;  ///< for people
    bool is_late = false;
};

class TlsStream {
public:
    /// `stream` and `context` outlive it. `host` is a name, or an address without brackets.
    TlsStream(Stream& stream, const TlsContext& context, const std::string& host);
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    /// Once, before all else.
    Task<std::expected<void, TlsFailure>> handshake(Stream::Time deadline);

    /// As Stream::read_some(); 0 only where the server has said that it sends no more: a connection
    /// that merely ends may have been cut by anybody, and is `broken`.
    Task<std::expected<std::size_t, StreamError>> read_some(std::span<char> into,
                                                            Stream::Time deadline);
    Task<std::expected<void, StreamError>> write(std::string_view text,
                                                 Loop::Clock::duration silence);

    /// Something has come from the server already, of which the socket tells nothing any more, and
    /// read_some() has not given it.
    bool has_unread() const noexcept;

private:
    struct Free {
        void operator()(ssl_st* tls) const noexcept;
    };

    Task<std::expected<void, StreamError>> flush(Loop::Clock::duration silence);
    Task<std::expected<void, StreamError>> receive(Stream::Time deadline);
    std::string take_output();

    Stream& stream_;
    std::unique_ptr<ssl_st, Free> tls_;
    Mutex flushing_;
    std::array<char, 16 * 1024> received_;
};

}  // namespace tined::event
