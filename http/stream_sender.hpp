// Sends the body of a streamed answer: piece by piece, as its generator gives them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "event/generator.hpp"
#include "event/task.hpp"
#include "http/channel.hpp"

namespace tined::http {

/// How far a stream has come.
struct StreamProgress {
    std::uint64_t bytes = 0;    ///< with their framing, given to the channel
    std::uint64_t of_body = 0;  ///< of them those of the pieces
    bool is_whole = false;      ///< all is sent, and that it is all
};

/// Sends what waits in `channel` (the head), and then the pieces, each as soon as it is there: the
/// next is asked for when the last is sent. In chunks (RFC 9112 §7.1), or as they are, for who
/// knows the end by that of the connection. A piece without bytes is passed over: it would be the
/// last chunk. `silence` is how long the client may take nothing; for how long the generator gives
/// nothing there is no limit. Throws what the generator throws: what was sent then is no whole
/// answer, and the connection must end. All outlive the task; destroying it leaves the generator
/// where it is, for its owner to destroy.
event::Task<> send_stream(event::AsyncGenerator<std::string>& pieces, bool is_chunked,
                          Channel& channel, std::chrono::milliseconds silence,
                          StreamProgress& progress);

}  // namespace tined::http
