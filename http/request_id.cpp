#include "http/request_id.hpp"

#include <cstring>
#include <random>

#include "base/words.hpp"

namespace tined::http {

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection, so that what differs stays
// different, while neighbours share no visible digits.
constexpr std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

// The eight digits of 32 bits, all at once: a third of what a look at a table for each byte costs.
constexpr std::uint64_t hex_digits(std::uint32_t value) noexcept {
    // Each four bits into a byte of its own.
    std::uint64_t digits = value;
    digits = (digits | digits << 16) & 0x0000ffff0000ffff;
    digits = (digits | digits << 8) & 0x00ff00ff00ff00ff;
    digits = (digits | digits << 4) & 0x0f0f0f0f0f0f0f0f;
    const std::uint64_t is_letter = (digits + base::every_byte(6)) >> 4 & base::every_byte(1);
    return digits + base::every_byte('0') + is_letter * ('a' - '9' - 1);
}

}  // namespace

RequestIds::RequestIds() {
    std::random_device kernel;
    counter_ = (std::uint64_t{kernel()} << 32) | kernel();
}

RequestId RequestIds::next() noexcept {
    const std::uint64_t value = mix(++counter_);
    const std::uint64_t halves[] = {hex_digits(static_cast<std::uint32_t>(value >> 32)),
                                    hex_digits(static_cast<std::uint32_t>(value))};
    RequestId id;
    static_assert(sizeof id == sizeof halves);
    std::memcpy(id.data(), halves, sizeof halves);
    return id;
}

}  // namespace tined::http
