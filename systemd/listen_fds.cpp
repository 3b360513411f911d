#include "systemd/listen_fds.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace tined::systemd {
namespace {

constexpr int first_passed = 3;  // SD_LISTEN_FDS_START
constexpr int most_passed = 65'536;

std::optional<std::string> take_variable(const char* name) {
    const char* const text = std::getenv(name);
    if (text == nullptr) return std::nullopt;
    std::string taken = text;
    ::unsetenv(name);
    return taken;
}

std::vector<std::string> split_names(const std::optional<std::string>& names, int count) {
    if (!names) return std::vector<std::string>(static_cast<std::size_t>(count), "unknown");
    std::vector<std::string> found;
    for (const std::string_view name : base::split(*names, ':')) found.emplace_back(name);
    return found;
}

}  // namespace

std::expected<std::vector<PassedDescriptor>, std::string> take_listen_fds() {
    const auto pid = take_variable("LISTEN_PID");
    const auto count_text = take_variable("LISTEN_FDS");
    const auto names_text = take_variable("LISTEN_FDNAMES");
    std::vector<PassedDescriptor> taken;
    if (!pid || !count_text) return taken;
    if (base::parse_integer<pid_t>(*pid) != ::getpid()) return taken;  // meant for a parent
    const auto count = base::parse_integer<int>(*count_text);
    if (!count || *count < 0 || *count > most_passed) {
        return std::unexpected("LISTEN_FDS is no number of descriptors");
    }
    auto names = split_names(names_text, *count);
    if (*count == 0) return taken;
    if (names.size() != static_cast<std::size_t>(*count)) {
        return std::unexpected(
            fmt::format("LISTEN_FDNAMES has {} names for {} descriptors", names.size(), *count));
    }
    for (int number = first_passed; number < first_passed + *count; ++number) {
        if (::fcntl(number, F_GETFD) < 0) {
            return std::unexpected(fmt::format("LISTEN_FDS: descriptor {} is not open", number));
        }
    }
    for (int i = 0; i < *count; ++i) {
        ::fcntl(first_passed + i, F_SETFD, FD_CLOEXEC);
        taken.push_back(
            {base::Descriptor(first_passed + i), std::move(names[static_cast<std::size_t>(i)])});
    }
    return taken;
}

std::vector<std::string> listen_variables(const std::vector<std::string>& names, int pid) {
    return {fmt::format("LISTEN_PID={}", pid), fmt::format("LISTEN_FDS={}", names.size()),
            fmt::format("LISTEN_FDNAMES={}", base::join(names, ":"))};
}

}  // namespace tined::systemd
