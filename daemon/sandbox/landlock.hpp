// Landlock (landlock(7)): which files a worker may open, whatever its user may. Rules name folders
// and files; what lies below a folder is in its rule. Descriptors that are open already, and pipes
// and sockets, are not touched. The kernel says which version of it there is: 1 and 2 know files
// alone, from 4 on TCP ports are refused too, from 6 on abstract unix sockets and signals to whom
// is outside of the sandbox. Source: the kernel's Documentation/userspace-api/landlock.rst.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/descriptor.hpp"

namespace tined::daemon {

/// A path and what may be done at and below it.
struct PathRule {
    enum class Access { read, read_and_make_files };

    std::string path;
    Access access = Access::read;
    bool may_be_missing = false;  ///< it is then left out
};

/// What is behind the rules.
struct Reach {
    std::vector<PathRule> paths;
    std::vector<std::uint16_t> ports;  ///< TCP ports of any host that may be connected to
};

class Landlock {
public:
    /// The version that the kernel has, from 1 on; else why there is none, in few words.
    static std::expected<int, std::string> version();

    /// Makes the rules, by all that `version` knows; the paths are looked up now, so that a folder
    /// which is replaced later is not the one of the rule.
    static std::expected<Landlock, base::SystemError> make(int version, const Reach& reach);

    /// Puts the calling thread, and all that it starts, behind the rules, for good. Wants
    /// no_new_privs (prctl(2)).
    std::expected<void, base::SystemError> enter() const;

private:
    explicit Landlock(base::Descriptor rules) noexcept : rules_(std::move(rules)) {}

    base::Descriptor rules_;
};

}  // namespace tined::daemon
