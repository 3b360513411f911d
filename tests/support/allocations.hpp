// How often the program has asked for memory. Programs that link allocations.cpp have operators new
// and delete that count.
#pragma once

#include <cstddef>

namespace tined::tests {

std::size_t allocations() noexcept;

template <typename Work>
std::size_t allocations_of(const Work& work) {
    const std::size_t before = allocations();
    work();
    return allocations() - before;
}

}  // namespace tined::tests
