// A process that may have few more descriptors than it has.
#pragma once

#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "base/descriptor.hpp"

namespace tined::tests {

/// The number that the next descriptor of this process gets, after `others`.
inline rlim_t next_descriptor(std::size_t others = 0) {
    std::vector<base::Descriptor> probes;
    while (probes.size() <= others)
        probes.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return static_cast<rlim_t>(probes.back().get());
}

/// The process has no descriptor from `most` on, for as long as this lives, but for those that are
/// there already.
class FewDescriptors {
public:
    explicit FewDescriptors(rlim_t most) {
        BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        const rlimit few = {most, before_.rlim_max};
        BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_;
};

}  // namespace tined::tests
