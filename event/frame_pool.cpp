#include "event/frame_pool.hpp"

#include <array>
#include <new>

#ifdef __has_feature
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

namespace tined::event {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool keeps_frames = false;
#else
constexpr bool keeps_frames = true;
#endif

struct FreeFrame {
    FreeFrame* next;
};

struct SizeClass {
    FreeFrame* first = nullptr;
    std::size_t bytes = 0;
};

using SizeClasses = std::array<SizeClass, FramePool::largest / FramePool::step>;

// Trivial and constant-initialised on purpose: reaching it costs no guard on the fast path. What
// the thread keeps is freed by `Ending`, which only the slow path touches.
constinit thread_local SizeClasses classes{};
constinit thread_local bool is_ending = false;

struct Ending {
    ~Ending() {
        is_ending = true;
        for (SizeClass& of_size : classes) {
            while (of_size.first != nullptr) {
                FreeFrame* frame = of_size.first;
                of_size.first = frame->next;
                ::operator delete(frame);
            }
            of_size.bytes = 0;
        }
    }
    void begin_to_care() noexcept {}
};
thread_local Ending ending;

constexpr std::size_t class_of(std::size_t size) noexcept { return (size - 1) / FramePool::step; }
constexpr std::size_t size_of(std::size_t index) noexcept { return (index + 1) * FramePool::step; }

constexpr bool is_kept(std::size_t size) noexcept {
    return keeps_frames && size != 0 && size <= FramePool::largest;
}

}  // namespace

void* FramePool::allocate(std::size_t size) {
    if (!is_kept(size)) return ::operator new(size);
    const std::size_t index = class_of(size);
    SizeClass& of_size = classes[index];
    if (of_size.first == nullptr) {
        ending.begin_to_care();  // registers the destructor with this thread, the first time
        return ::operator new(size_of(index));
    }
    FreeFrame* frame = of_size.first;
    of_size.first = frame->next;
    of_size.bytes -= size_of(index);
    return frame;
}

void FramePool::release(void* frame, std::size_t size) noexcept {
    if (!is_kept(size) || is_ending) return ::operator delete(frame);
    const std::size_t index = class_of(size);
    SizeClass& of_size = classes[index];
    if (of_size.bytes + size_of(index) > kept) return ::operator delete(frame);
    of_size.first = ::new (frame) FreeFrame{of_size.first};
    of_size.bytes += size_of(index);
}

std::size_t FramePool::kept_now() noexcept {
    std::size_t sum = 0;
    for (const SizeClass& of_size : classes) sum += of_size.bytes;
    return sum;
}

}  // namespace tined::event
