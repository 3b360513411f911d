// An address of the Internet's, as proxies name it and networks contain it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tined::http {

/// An IPv4 or IPv6 address; IPv4 in its mapped form (::ffff:a.b.c.d), so that both compare.
struct Address {
    std::array<std::uint8_t, 16> bytes = {};

    /// "203.0.113.9" or "2001:db8::1"; nothing else, no brackets, no port.
    static std::optional<Address> parse(std::string_view text) noexcept;
    /// Of four or sixteen bytes in the network's order; nothing for any other number.
    static std::optional<Address> from_bytes(std::string_view raw) noexcept;
    bool is_v4() const noexcept;
    std::string text() const;  ///< a mapped IPv4 address without its ::ffff:
    bool operator==(const Address&) const = default;
};

}  // namespace tined::http
