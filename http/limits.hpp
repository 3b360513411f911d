// What a client may cost: the bounds that the protocol holds it to. config fills them from
// `limits:`; the defaults stand here and nowhere else.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tined::http {

struct Limits {
    std::size_t request_line = 8 * 1024;               ///< bytes without its CRLF; 414 past it
    std::size_t header_size = 32 * 1024;               ///< bytes of all field lines; 431 past it
    std::size_t header_count = 100;                    ///< 431 past it
    std::uint64_t body_size = 10 * 1024 * 1024;        ///< bytes; 413 past it
    std::chrono::milliseconds header_timeout{10'000};  ///< for the whole head; 408
    std::chrono::milliseconds body_timeout{30'000};    ///< longest silence within a body; 408
    std::uint64_t body_rate = 1024;  ///< least bytes a second after the first 10 s; 408
    std::size_t form_parts = 1000;   ///< fields and files of a form; 413
    std::chrono::milliseconds write_timeout{30'000};  ///< a client that takes nothing
    std::chrono::milliseconds idle_timeout{75'000};   ///< a kept-alive connection at rest
    std::optional<std::uint64_t> keepalive_requests;  ///< requests on one connection
    std::optional<std::size_t> connections;           ///< in all, per worker
};

/// A collected body stays in memory up to here and then goes to an unlinked file in `spool`.
inline constexpr std::size_t body_in_memory = 64 * 1024;

}  // namespace tined::http
