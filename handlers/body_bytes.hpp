// The body of an answer that nobody sends: of tests, which look at it.
#pragma once

#include <string>

#include "event/loop.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// Of a stream, which some never end, it is what comes until there is a MiB of it.
inline constexpr std::size_t most_of_stream = 1024 * 1024;

/// Wherever its bytes are: in memory, in files, or still to be made, for which `loop` turns. Throws
/// what a stream throws.
std::string body_bytes(const http::Response& response, event::Loop& loop);

}  // namespace tined::handlers
