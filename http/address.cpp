#include "http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <ranges>

namespace tined::http {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::optional<Address> Address::parse(std::string_view text) noexcept {
    std::array<char, INET6_ADDRSTRLEN> terminated = {};
    if (text.size() >= terminated.size() || text.find('\0') != text.npos) return std::nullopt;
    std::ranges::copy(text, terminated.begin());
    Address address;
    if (inet_pton(AF_INET6, terminated.data(), address.bytes.data()) == 1) return address;
    std::ranges::copy(mapped_prefix, address.bytes.begin());
    if (inet_pton(AF_INET, terminated.data(), address.bytes.data() + 12) == 1) return address;
    return std::nullopt;
}

std::optional<Address> Address::from_bytes(std::string_view raw) noexcept {
    Address address;
    if (raw.size() != 4 && raw.size() != 16) return std::nullopt;
    if (raw.size() == 4) std::ranges::copy(mapped_prefix, address.bytes.begin());
    std::memcpy(address.bytes.data() + 16 - raw.size(), raw.data(), raw.size());
    return address;
}

bool Address::is_v4() const noexcept {
    return std::ranges::equal(bytes | std::views::take(12), mapped_prefix);
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> written;
    const void* const from = is_v4() ? bytes.data() + 12 : bytes.data();
    return inet_ntop(is_v4() ? AF_INET : AF_INET6, from, written.data(), written.size());
}

}  // namespace tined::http
