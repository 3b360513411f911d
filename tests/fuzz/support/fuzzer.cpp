#include "tests/fuzz/fuzzer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace tined::fuzz {

namespace {

[[noreturn]] void fail(std::source_location where) {
    fmt::print(stderr, "{}:{}: the property does not hold\n", where.file_name(), where.line());
    std::abort();
}

}  // namespace

void must(bool holds, std::source_location where) {
    if (!holds) fail(where);
}

void must_equal(std::string_view a, std::string_view b, std::source_location where) {
    if (a == b) return;
    fmt::print(stderr, "--- one:\n{}\n--- the other:\n{}\n---\n", a, b);
    fail(where);
}

// FNV-1a of the bytes is the seed, xorshift64 draws from it: neither depends on a library.
Cuts::Cuts(std::string_view bytes) noexcept : state_(0xcbf29ce484222325) {
    for (const char c : bytes) {
        state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    state_ |= 1;  // xorshift never leaves 0
}

std::size_t Cuts::next(std::size_t left) noexcept {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    const std::size_t most = state_ % 8 == 0 ? 512 : 8;
    return std::min(left, 1 + (state_ >> 32) % most);
}

bool is_within(std::string_view part, std::string_view whole) noexcept {
    const std::less_equal<const char*> before;
    return part.empty() || (before(whole.data(), part.data()) &&
                            before(part.data() + part.size(), whole.data() + whole.size()));
}

}  // namespace tined::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // An empty input is given as null, which is no place to begin a view at.
    tined::fuzz::read(size == 0 ? std::string_view("")
                                : std::string_view(reinterpret_cast<const char*>(bytes), size));
    return 0;
}
