#include "http/request_id.hpp"

#include <cstring>
#include <random>
#include <string_view>

namespace tined::http {

namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection, so that what differs stays
// different, while neighbours share no visible digits.
constexpr std::uint64_t mix(std::uint64_t value) noexcept {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

// Of each byte its two digits: a table of 512 bytes makes an id with 8 looks at it.
constexpr std::array<char, 512> make_byte_digits() noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 512> pairs{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
        pairs[byte * 2] = digits[byte >> 4];
        pairs[byte * 2 + 1] = digits[byte & 15];
    }
    return pairs;
}
constexpr std::array<char, 512> byte_digits = make_byte_digits();

}  // namespace

RequestIds::RequestIds() {
    std::random_device kernel;
    counter_ = (std::uint64_t{kernel()} << 32) | kernel();
}

RequestId RequestIds::next() noexcept {
    std::uint64_t value = mix(++counter_);
    RequestId id;
    for (std::size_t i = 0; i < id.size(); i += 2) {
        std::memcpy(&id[i], &byte_digits[(value >> 56) * 2], 2);
        value <<= 8;
    }
    return id;
}

}  // namespace tined::http
