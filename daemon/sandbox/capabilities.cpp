#include "daemon/sandbox/capabilities.hpp"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace tined::daemon {
namespace {

constexpr std::uint64_t bit(unsigned capability) { return std::uint64_t{1} << capability; }

constexpr std::uint64_t masters =
    bit(CAP_KILL) | bit(CAP_SETUID) | bit(CAP_SETGID) | bit(CAP_NET_BIND_SERVICE) | bit(CAP_CHOWN);

struct Sets {
    std::uint64_t effective = 0;
    std::uint64_t permitted = 0;
    std::uint64_t inheritable = 0;
};

// capget(2) and capset(2) by their numbers: libcap would be a library for two calls.
std::expected<Sets, base::SystemError> read_sets() {
    __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    std::array<__user_cap_data_struct, 2> words = {};
    if (::syscall(SYS_capget, &header, words.data()) != 0) {
        return std::unexpected(base::SystemError::from_errno("read the capabilities"));
    }
    const auto joined = [](std::uint32_t low, std::uint32_t high) {
        return std::uint64_t{high} << 32 | low;
    };
    return Sets{.effective = joined(words[0].effective, words[1].effective),
                .permitted = joined(words[0].permitted, words[1].permitted),
                .inheritable = joined(words[0].inheritable, words[1].inheritable)};
}

std::expected<void, base::SystemError> write_sets(const Sets& sets) {
    __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    std::array<__user_cap_data_struct, 2> words = {};
    for (unsigned i = 0; i < words.size(); ++i) {
        words[i].effective = static_cast<std::uint32_t>(sets.effective >> (32 * i));
        words[i].permitted = static_cast<std::uint32_t>(sets.permitted >> (32 * i));
        words[i].inheritable = static_cast<std::uint32_t>(sets.inheritable >> (32 * i));
    }
    if (::syscall(SYS_capset, &header, words.data()) == 0) return {};
    return std::unexpected(base::SystemError::from_errno("give up capabilities"));
}

// EINVAL ends the kernel's list. Without CAP_SETPCAP nothing of the bounding set can be given up;
// the service manager that took it has bounded the set itself, or the process is nobody special.
std::expected<void, base::SystemError> bound(std::uint64_t kept) {
    for (unsigned capability = 0; capability < 64; ++capability) {
        if ((kept & bit(capability)) != 0) continue;
        if (::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) != 1) continue;
        if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
        if (errno == EPERM) return {};
        return std::unexpected(base::SystemError::from_errno("bound the capabilities"));
    }
    return {};
}

}  // namespace

std::expected<void, base::SystemError> keep_masters_capabilities() {
    const auto held = read_sets();
    if (!held) return std::unexpected(held.error());
    if (auto bounded = bound(masters); !bounded) return bounded;
    const std::uint64_t kept = held->permitted & masters;
    return write_sets(
        {.effective = kept, .permitted = kept, .inheritable = held->inheritable & masters});
}

std::expected<void, base::SystemError> give_up_capabilities() { return write_sets({}); }

}  // namespace tined::daemon
