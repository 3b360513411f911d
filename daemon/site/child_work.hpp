// Work that may go wrong in any way (crash, loop, print) is done by a forked child, which writes
// what came of it into a pipe; who asks waits for it, but not for long.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "base/process.hpp"
#include "base/system_error.hpp"

namespace tined::daemon {

struct ChildWork {
    std::string told;                ///< what it wrote
    std::optional<base::Exit> exit;  ///< nothing: it was not done in time, and was killed
};

/// What a child has beside standard input, output and error, and the pipe.
enum class Inherits {
    nothing,
    descriptors,  ///< all of this process: a site has its folders open
};

/// Does `work(pipe)` in a child that ends with it, with exit code 0. Signals do what they do by
/// default; it dies with this process. Waits `limit` at most, and reads `most` bytes. Only while
/// this process has one thread. The error is that of the fork or the pipe.
std::expected<ChildWork, base::SystemError> in_child(const std::function<void(int pipe)>& work,
                                                     std::chrono::milliseconds limit,
                                                     std::size_t most,
                                                     Inherits inherits = Inherits::nothing);

}  // namespace tined::daemon
