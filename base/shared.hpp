// One object in memory that master and workers share: mapped before the fork, so that what one
// process writes the others see. What it holds is lock-free atomics and plain bytes.
#pragma once

#include <sys/mman.h>

#include <memory>
#include <stdexcept>
#include <type_traits>

#include "base/system_error.hpp"

namespace tined::base {

/// The object lives until the process that made it, or its copy in a child, drops it; the memory
/// is gone with the last of them. Does not move.
template <typename T>
class Shared {
    static_assert(std::is_trivially_destructible_v<T>);

public:
    /// Throws std::runtime_error when there is no memory.
    Shared() {
        void* const memory =
            ::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) {
            throw std::runtime_error(SystemError::from_errno("map shared memory").what());
        }
        object_ = std::construct_at(static_cast<T*>(memory));
    }
    ~Shared() { ::munmap(object_, sizeof(T)); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    T& operator*() const noexcept { return *object_; }
    T* operator->() const noexcept { return object_; }

private:
    T* object_;
};

}  // namespace tined::base
