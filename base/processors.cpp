#include "base/processors.hpp"

#include <sched.h>

#include <cerrno>
#include <cstddef>
#include <memory>

namespace tined::base {
namespace {

constexpr std::size_t most_processors = 1 << 16;

struct FreeCpuSet {
    void operator()(cpu_set_t* set) const noexcept { CPU_FREE(set); }
};
using CpuSet = std::unique_ptr<cpu_set_t, FreeCpuSet>;

}  // namespace

std::vector<unsigned> allowed_processors() {
    // The kernel refuses a mask smaller than its own (EINVAL), and does not say how large that is.
    for (std::size_t room = CPU_SETSIZE; room <= most_processors; room *= 2) {
        const CpuSet set(CPU_ALLOC(room));
        const std::size_t size = CPU_ALLOC_SIZE(room);
        if (!set) return {};
        if (::sched_getaffinity(0, size, set.get()) == 0) {
            std::vector<unsigned> found;
            for (std::size_t number = 0; number < room; ++number) {
                if (CPU_ISSET_S(number, size, set.get())) {
                    found.push_back(static_cast<unsigned>(number));
                }
            }
            return found;
        }
        if (errno != EINVAL) break;
    }
    return {};
}

std::expected<void, SystemError> pin_to_processor(unsigned index) {
    const std::vector<unsigned> allowed = allowed_processors();
    if (allowed.empty()) return std::unexpected(SystemError(ENOSYS, "find the processors"));
    const std::size_t number = allowed[index % allowed.size()];
    const CpuSet set(CPU_ALLOC(number + 1));
    const std::size_t size = CPU_ALLOC_SIZE(number + 1);
    if (!set) return std::unexpected(SystemError(ENOMEM, "keep to a processor"));
    CPU_ZERO_S(size, set.get());
    CPU_SET_S(number, size, set.get());
    if (::sched_setaffinity(0, size, set.get()) == 0) return {};
    return std::unexpected(SystemError::from_errno("keep to a processor"));
}

}  // namespace tined::base
