#include "daemon/failure.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/descriptor.hpp"

namespace tined::daemon {

void tell(const Failure& failure) {
    std::string text;
    for (const std::string& line : failure.lines)
        fmt::format_to(std::back_inserter(text), "tined: {}\n", line);
    // With standard error gone there is nobody left to tell.
    static_cast<void>(base::write_whole(STDERR_FILENO, text));
}

}  // namespace tined::daemon
