// What waits to be sent on one connection, in order: the heads and small bodies of answers in one
// buffer, and between them bodies that are not copied (a text, a shared text, a piece of a file).
// Answers to pipelined requests gather here and leave together.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "event/stream.hpp"
#include "http/response.hpp"

namespace tined::http {

class Output {
public:
    enum class Progress : std::uint8_t {
        done,     ///< all is sent; the output is empty again
        blocked,  ///< the peer takes no more for now
    };

    /// The buffer that heads are written to, for appending only. Good until anything else is added.
    std::string& text() noexcept { return text_; }
    void add(std::string body);
    void add(SharedBody body);
    void add(FileBody body);

    /// Bytes that wait, in memory or in files.
    std::uint64_t pending() const noexcept { return bodies_pending_ + text_.size() - text_sent_; }
    bool is_empty() const noexcept { return pending() == 0; }
    /// Bytes sent since the output was made; never falls.
    std::uint64_t sent() const noexcept { return sent_; }

    /// Sends what the peer takes now, and never waits: one system call for all that is in memory,
    /// one for each piece of a file. source_failed: a file has become shorter than was announced,
    /// or cannot be read; as the head is out, only the end of the connection can tell.
    std::expected<Progress, event::StreamError> send(event::Stream& stream);

    /// Forgets what was not sent, for the next user.
    void clear() noexcept;

private:
    using Body = std::variant<std::string, SharedBody, FileBody>;
    struct Piece {
        std::size_t text_end;  // this much of `text_` goes before the body
        Body body;
    };

    void add_piece(Body body, std::uint64_t size);
    /// The memory that comes next, up to a file or the end; `parts` is filled from its start.
    std::span<iovec> gather(std::span<iovec> parts, bool& before_file) const noexcept;
    const FileBody* file_at_front() const noexcept;
    std::expected<std::size_t, event::StreamError> send_memory(event::Stream& stream) const;
    std::expected<std::size_t, event::StreamError> send_file(event::Stream& stream,
                                                             const FileBody& body) const;
    void advance(std::uint64_t bytes) noexcept;

    std::string text_;
    std::vector<Piece> pieces_;
    std::size_t text_sent_ = 0;         // of text_
    std::size_t front_ = 0;             // the first piece that is not sent whole
    std::uint64_t front_sent_ = 0;      // of that piece's body
    std::uint64_t bodies_pending_ = 0;  // bytes of all bodies that are not sent
    std::uint64_t sent_ = 0;
};

}  // namespace tined::http
