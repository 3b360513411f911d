#include "http/request_id.hpp"

#include <random>

namespace tined::http {

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection, so that what differs stays
// different, while neighbours share no visible digits.
constexpr std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

}  // namespace

RequestIds::RequestIds() {
    std::random_device kernel;
    counter_ = (std::uint64_t{kernel()} << 32) | kernel();
}

RequestId RequestIds::next() noexcept {
    constexpr char digits[] = "0123456789abcdef";
    std::uint64_t value = mix(++counter_);
    RequestId id;
    for (char& digit : id) {
        digit = digits[value >> 60];
        value <<= 4;
    }
    return id;
}

}  // namespace tined::http
