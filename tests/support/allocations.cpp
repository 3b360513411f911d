#include "tests/support/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::size_t counted = 0;

}  // namespace

std::size_t tined::tests::allocations() noexcept { return counted; }

// Not inlined: GCC would see free() take what new gave and warn, not knowing that both are these.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++counted;
    return std::malloc(size);
}
[[gnu::noinline]] void* operator new(std::size_t size) {
    if (void* const memory = operator new(size, std::nothrow)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, const std::nothrow_t&) noexcept {
    std::free(memory);
}
