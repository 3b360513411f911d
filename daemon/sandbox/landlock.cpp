#include "daemon/sandbox/landlock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace tined::daemon {
namespace {

// By their values: <linux/landlock.h> of Debian 12 knows versions 1 and 2 alone.
namespace fs {
constexpr std::uint64_t write_file = 1 << 1;
constexpr std::uint64_t read_file = 1 << 2;
constexpr std::uint64_t read_folder = 1 << 3;
constexpr std::uint64_t remove_file = 1 << 5;
constexpr std::uint64_t make_file = 1 << 8;
constexpr std::uint64_t truncate = 1 << 14;
constexpr std::uint64_t only_of_folders = read_folder | remove_file | make_file;
}  // namespace fs

constexpr std::uint64_t all_net = 0b11;  // to bind and to connect TCP ports
constexpr std::uint64_t connect_tcp = 0b10;
constexpr std::uint64_t all_scopes = 0b11;  // abstract unix sockets, signals

/// How many bits of files a version knows: [version].
constexpr std::array<unsigned, 6> file_bits = {0, 13, 14, 15, 15, 16};

struct RulesetAttributes {
    std::uint64_t files;
    std::uint64_t net;
    std::uint64_t scoped;
};

struct [[gnu::packed]] PathBeneath {
    std::uint64_t allowed;
    std::int32_t parent;
};

struct NetPort {
    std::uint64_t allowed;
    std::uint64_t port;
};

constexpr unsigned ask_version = 1;
constexpr int rule_path_beneath = 1;
constexpr int rule_net_port = 2;

std::uint64_t known_files(int version) {
    const auto at = std::min(static_cast<std::size_t>(version), file_bits.size() - 1);
    return (std::uint64_t{1} << file_bits[at]) - 1;
}

std::uint64_t wanted(PathRule::Access access) {
    constexpr std::uint64_t reading = fs::read_file | fs::read_folder;
    switch (access) {
        case PathRule::Access::read:
            return reading;
        case PathRule::Access::read_and_make_files:
            return reading | fs::write_file | fs::make_file | fs::remove_file | fs::truncate;
    }
    return 0;
}

std::expected<void, base::SystemError> add(int rules, int version, const PathRule& rule) {
    const base::Descriptor parent(::open(rule.path.c_str(), O_PATH | O_CLOEXEC));
    if (!parent && errno == ENOENT && rule.may_be_missing) return {};
    struct stat status = {};
    if (!parent || ::fstat(parent.get(), &status) != 0) {
        return std::unexpected(base::SystemError::from_errno("make a rule for", rule.path));
    }
    PathBeneath beneath = {.allowed = wanted(rule.access) & known_files(version),
                           .parent = parent.get()};
    if (!S_ISDIR(status.st_mode)) beneath.allowed &= ~fs::only_of_folders;
    if (::syscall(SYS_landlock_add_rule, rules, rule_path_beneath, &beneath, 0) == 0) return {};
    return std::unexpected(base::SystemError::from_errno("make a rule for", rule.path));
}

std::expected<void, base::SystemError> add_port(int rules, std::uint16_t port) {
    const NetPort to_connect = {.allowed = connect_tcp, .port = port};
    if (::syscall(SYS_landlock_add_rule, rules, rule_net_port, &to_connect, 0) == 0) return {};
    return std::unexpected(
        base::SystemError::from_errno("make a rule for the port", std::to_string(port)));
}

}  // namespace

std::expected<int, std::string> Landlock::version() {
    const long found = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_version);
    if (found > 0) return static_cast<int>(found);
    if (errno == ENOSYS) return std::unexpected("the kernel has none");
    if (errno == EOPNOTSUPP) return std::unexpected("the kernel was started without it");
    return std::unexpected(base::SystemError::from_errno("the kernel refuses it").what());
}

std::expected<Landlock, base::SystemError> Landlock::make(int version, const Reach& reach) {
    const RulesetAttributes attributes = {.files = known_files(version),
                                          .net = version >= 4 ? all_net : 0,
                                          .scoped = version >= 6 ? all_scopes : 0};
    // A kernel that does not know the last members yet takes them as long as they are 0.
    Landlock made(base::Descriptor(static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0))));
    if (!made.rules_) {
        return std::unexpected(base::SystemError::from_errno("begin Landlock's rules"));
    }
    for (const PathRule& rule : reach.paths) {
        if (auto added = add(made.rules_.get(), version, rule); !added) {
            return std::unexpected(added.error());
        }
    }
    for (const std::uint16_t port : reach.ports) {
        if (version < 4) break;  // then no port is refused
        if (auto added = add_port(made.rules_.get(), port); !added) {
            return std::unexpected(added.error());
        }
    }
    return made;
}

std::expected<void, base::SystemError> Landlock::enter() const {
    if (::syscall(SYS_landlock_restrict_self, rules_.get(), 0) == 0) return {};
    return std::unexpected(base::SystemError::from_errno("put Landlock's rules in force"));
}

}  // namespace tined::daemon
