#include "http/stream_sender.hpp"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "event/turn.hpp"

namespace tined::http {

namespace {

void append_size_line(std::string& out, std::size_t size) {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    out.append(digits.data(), end).append("\r\n");
}

/// Appends what the piece is on the wire.
void add(std::string piece, bool is_chunked, Output& output, StreamProgress& so_far) {
    const std::uint64_t before = output.pending();
    so_far.of_body += piece.size();
    if (is_chunked) append_size_line(output.text(), piece.size());
    output.add(std::move(piece));
    if (is_chunked) output.text().append("\r\n");
    so_far.bytes += output.pending() - before;
}

}  // namespace

event::Task<> send_stream(event::AsyncGenerator<std::string>& pieces, bool is_chunked,
                          Channel& channel, std::chrono::milliseconds silence,
                          StreamProgress& progress) {
    Output& output = channel.output();
    event::Turn turn;
    while (true) {
        // Neither the generator nor a client that takes all at once need ever wait, and the
        // client's going must be noticed.
        if (turn.ends_here()) co_await event::next_iteration();
        const auto sent = co_await channel.flush(silence);
        if (!sent) co_return;
        auto piece = co_await pieces.next();
        if (!piece) break;
        if (!piece->empty()) add(std::move(*piece), is_chunked, output, progress);
    }
    constexpr std::string_view last_chunk = "0\r\n\r\n";
    if (is_chunked) {
        output.text().append(last_chunk);
        progress.bytes += last_chunk.size();
    }
    const auto sent = co_await channel.flush(silence);
    progress.is_whole = sent.has_value();
}

}  // namespace tined::http
