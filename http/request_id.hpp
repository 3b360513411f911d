// Names for requests: 16 hexadecimal digits, for the log and the error page.
#pragma once

#include <array>
#include <cstdint>

namespace tined::http {

using RequestId = std::array<char, 16>;

/// Each worker has its own, with a random start. Ids of one worker never repeat within 2^64
/// requests; those of two collide as random numbers do. They are names, not secrets: no handler may
/// take one for a key.
class RequestIds {
public:
    /// Reads the kernel's randomness once; next() makes no system call.
    RequestIds();
    RequestId next() noexcept;

private:
    std::uint64_t counter_;
};

}  // namespace tined::http
