#include "base/process_identity.hpp"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace tined::base {

std::optional<ProcessIdentity> identify(pid_t pid) {
    constexpr std::size_t longest = 4096;
    constexpr std::size_t field_of_start = 19;  // 22 in proc(5), counted from the state, field 3
    const auto text = read_whole(fmt::format("/proc/{}/stat", pid), longest);
    if (!text) return std::nullopt;
    // The second field is the name in parentheses, and may hold spaces and parentheses itself.
    const std::size_t end_of_name = text->rfind(')');
    if (end_of_name == std::string::npos || end_of_name + 2 > text->size()) return std::nullopt;
    const auto fields = split(std::string_view(*text).substr(end_of_name + 2), ' ');
    if (fields.size() <= field_of_start) return std::nullopt;
    const auto started = parse_integer<std::uint64_t>(fields[field_of_start]);
    if (!started) return std::nullopt;
    return ProcessIdentity{pid, *started};
}

std::expected<Descriptor, SystemError> open_process(const ProcessIdentity& process) {
    Descriptor opened(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
    if (!opened) return std::unexpected(SystemError::from_errno("open a process"));
    // Asked after it was opened: if it is the one now, it was the one then.
    if (identify(process.pid) != process) {
        return std::unexpected(SystemError(ESRCH, "open a process"));
    }
    return opened;
}

bool send_signal(const Descriptor& process, int signal) noexcept {
    return ::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0) == 0;
}

}  // namespace tined::base
