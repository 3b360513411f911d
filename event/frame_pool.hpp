// Memory for coroutine frames: a free list for each size class and thread, so that a task costs no
// malloc in the steady state. A frame must be given back by the thread that took it; a worker's
// loop is one thread, and tasks never leave it.
// Under AddressSanitizer all goes straight to operator new and delete: a frame that is used after
// its end must be poisoned, not handed out again.
#pragma once

#include <cstddef>

namespace tined::event {

class FramePool {
public:
    static constexpr std::size_t step = 64;         ///< size classes are multiples of it
    static constexpr std::size_t largest = 2048;    ///< larger frames are never kept
    static constexpr std::size_t kept = 64 * 1024;  ///< bytes that one class keeps at most

    /// Throws std::bad_alloc. Aligned as operator new aligns.
    static void* allocate(std::size_t size);
    /// `size` is what was asked for.
    static void release(void* frame, std::size_t size) noexcept;

    /// Bytes that this thread keeps for frames to come: for tests and for status pages.
    static std::size_t kept_now() noexcept;
};

}  // namespace tined::event
