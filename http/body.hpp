// A request's body: read as it comes, or collected whole under a limit.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "event/task.hpp"

namespace tined::http {

/// Why a body could not be read.
enum class BodyError : std::uint8_t {
    too_large,  ///< 413: over the limit; told from Content-Length before a byte is read if it can
    malformed,  ///< 400: bad chunk framing
    timed_out,  ///< 408: silent for body_timeout, or slower than body_rate
    truncated,  ///< the client went away; nobody is left to answer
    no_space,   ///< 507: the spool is full or cannot be written
};

class Body {
public:
    virtual ~Body() = default;
    /// The limit that a route sets in place of Limits::body_size; before anything is read.
    virtual void set_limit(std::uint64_t bytes) noexcept = 0;
    /// The next piece, good until the next call; empty at the end.
    virtual event::Task<std::expected<std::string_view, BodyError>> read() = 0;
    /// All of it, good as long as the request: in memory up to body_in_memory, past it mapped from
    /// an unlinked file. Asked again it gives the same.
    virtual event::Task<std::expected<std::string_view, BodyError>> collect() = 0;
    /// True once collect() has succeeded or there is none.
    virtual bool is_collected() const noexcept = 0;
    virtual std::string_view collected() const noexcept = 0;
    virtual bool is_empty() const noexcept = 0;  ///< none is announced
    /// After BodyError::no_space: what failed, where, and why. For the log.
    virtual std::string_view why_no_space() const noexcept { return {}; }
};

}  // namespace tined::http
