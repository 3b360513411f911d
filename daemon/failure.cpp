#include "daemon/failure.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <string_view>

#include "base/descriptor.hpp"
#include "daemon/logs/log_destination.hpp"

namespace tined::daemon {

void tell(const Failure& failure) {
    const bool has_level = LogDestination::standard_error().has_level();
    const std::string_view before = has_level ? "<3>tined: " : "tined: ";
    std::string text;
    for (const std::string& line : failure.lines)
        fmt::format_to(std::back_inserter(text), "{}{}\n", before, line);
    // With standard error gone there is nobody left to tell.
    static_cast<void>(base::write_whole(STDERR_FILENO, text));
}

}  // namespace tined::daemon
