// One request and its answer on one connection. The request is sent while the answer is already
// waited for: a server may refuse a long body before its end, or answer as it reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "event/spawn.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"
#include "event/turn.hpp"
#include "http/chunked.hpp"
#include "http/client_error.hpp"
#include "http/client_pool.hpp"
#include "http/client_request.hpp"
#include "http/client_settings.hpp"
#include "http/input.hpp"
#include "http/response_parser.hpp"

namespace tined::http {

class ClientExchange {
public:
    /// `settings` outlive it. `to_head`: the method is HEAD. It does not move.
    ClientExchange(ClientPool::Lease lease, const ClientSettings& settings, bool to_head,
                   event::Stream::Time deadline);
    ClientExchange(const ClientExchange&) = delete;
    ClientExchange& operator=(const ClientExchange&) = delete;

    /// Sends the request and waits for the head of the answer; what came before it (100, 103) is
    /// passed over. Throws what the body's generator throws. Once.
    event::Task<std::expected<void, ClientError>> ask(std::string head, RequestBody body);

    /// After ask() has succeeded; good as long as this is.
    const ResponseHead& head() const noexcept { return *head_; }
    /// Nothing came of the answer, not a byte.
    bool is_unheard() const noexcept { return !has_heard_; }
    /// Sends no more, and gives the body back as it was.
    RequestBody take_body() noexcept;

    /// The next piece of the answer's body, as it was sent; good until the next call. Empty at the
    /// end: then the connection is given back, or closed. timed_out: nothing came until `until`,
    /// or within one of the settings' times.
    event::Task<std::expected<std::string_view, ClientError>> read(
        event::Stream::Time until = event::Stream::no_deadline);
    /// Nothing more is read: the connection is closed, and this is at its end.
    void close() noexcept;
    /// Waits for the loop's next iteration. timed_out: the time for all of it is over, which a
    /// server that always has more at hand would never let read() notice.
    event::Task<std::expected<void, ClientError>> pause();
    bool is_at_end() const noexcept { return is_at_end_; }
    /// At the end the connection is given back, unless more comes than was announced.
    bool may_be_kept() const noexcept { return is_sent_ && head_->keep_alive; }

private:
    using Read = std::expected<std::string_view, ClientError>;

    event::Task<> send();
    event::Task<std::expected<void, event::StreamError>> send_all();
    event::Task<std::expected<void, event::StreamError>> send_pieces(
        event::AsyncGenerator<std::string>& pieces);

    event::Task<std::expected<void, ClientError>> read_head();
    std::expected<bool, ClientError> parse_head();
    event::Stream::Time head_deadline() noexcept;
    event::Task<std::expected<std::size_t, ClientError>> receive_head();
    void make_room_for_head();
    std::optional<Read> take_piece();
    std::optional<Read> take_chunk();
    Read take_end();
    ClientError why_broken(event::StreamError error, std::string_view awaited);
    void finish();

    event::Loop& loop_;
    const ClientSettings& settings_;
    event::Stream::Time deadline_;
    ClientPool::Lease lease_;
    Input input_;
    ResponseParser parser_;
    const ResponseHead* head_ = nullptr;
    ChunkedDecoder chunks_;
    event::Stream::Time head_begun_ = event::Stream::no_deadline;  // no_deadline: not a byte of it
    std::uint64_t left_ = 0;                                       // of a body with a length
    int interims_ = 0;
    event::Turn turn_;  // of read()
    bool has_heard_ = false;
    bool is_at_end_ = false;

    std::string request_;
    RequestBody body_;
    event::Stream::Time sent_at_ = event::Stream::no_deadline;  // no_deadline: not yet
    bool is_sent_ = false;                                      // all of it
    std::optional<event::StreamError> send_error_;
    std::exception_ptr thrown_;                    // by the body's generator
    std::optional<event::Spawned<void>> sending_;  // last: it works on all the others
};

}  // namespace tined::http
