// Where tined listens, as the configuration and the command line write it.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

namespace tined::config {

struct TcpAddress {
    std::string host;        ///< a name or an address; an IPv6 address without its brackets
    std::uint16_t port = 0;  ///< 0: any free one

    bool operator==(const TcpAddress&) const = default;
};

struct UnixAddress {
    std::filesystem::path path;

    bool operator==(const UnixAddress&) const = default;
};

/// What systemd listens on for the service.
struct SystemdAddress {
    std::string name;  ///< FileDescriptorName= of the socket unit; empty: all that it passes

    bool operator==(const SystemdAddress&) const = default;
};

using Address = std::variant<TcpAddress, UnixAddress, SystemdAddress>;

/// HOST:PORT, [V6]:PORT, unix:PATH, systemd or systemd:NAME. Nothing is resolved. The error is what
/// is wrong, in words that go on after "FILE:LINE:COLUMN: listen: ".
std::expected<Address, std::string> parse_address(std::string_view text);

/// As it is written: "127.0.0.1:8888", "[::1]:80", "unix:/run/x.sock", "systemd:http".
std::string to_string(const Address& address);

}  // namespace tined::config
