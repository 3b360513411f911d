#include "daemon/logs/dropped_lines.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/system_error.hpp"

namespace tined::daemon {

std::uint64_t DroppedLines::tell() noexcept {
    const std::uint64_t dropped = of_.take_dropped();
    untold_ += dropped;
    if (untold_ == 0 || of_.is_pending()) return dropped;  // its reader stalls still
    // Of the log itself it is found out by trying; another one has to go on by itself.
    const bool is_own = log_.writes_to(of_);
    if (of_.is_failing() && !is_own) return dropped;
    std::string line = fmt::format("{} lines of the {} were dropped", untold_, what_);
    const int why = of_.why_dropped();
    line = why == 0 ? line + ": nobody read them" : base::SystemError(why, std::move(line)).what();
    if (log_.try_to_warn(line)) untold_ = 0;
    return dropped;
}

}  // namespace tined::daemon
