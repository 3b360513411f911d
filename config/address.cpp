#include "config/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace tined::config {

namespace {

constexpr std::string_view forms = "an address such as 127.0.0.1:8888, \"[::1]:8888\" or unix:PATH";

constexpr std::string_view systemd = "systemd";

std::unexpected<std::string> refuse(std::string_view text, std::string_view why) {
    return std::unexpected(fmt::format("expected {}, found \"{}\"{}", forms, text, why));
}

bool is_v6(const std::string& text) {
    in6_addr parsed = {};
    return inet_pton(AF_INET6, text.c_str(), &parsed) == 1;
}

// A name is left to the resolver, but what can be none, a digits-and-dots typo, is told here.
bool is_host(const std::string& host) {
    const auto allowed = [](char c) {
        return base::is_alnum(c) || c == '-' || c == '.' || c == '_';
    };
    if (host.empty() || host.size() > 253 || !std::ranges::all_of(host, allowed)) return false;
    const auto numeric = [](char c) { return base::is_digit(c) || c == '.'; };
    in_addr parsed = {};
    return !std::ranges::all_of(host, numeric) || inet_pton(AF_INET, host.c_str(), &parsed) == 1;
}

std::expected<Address, std::string> parse_unix(std::string_view text, std::string_view path) {
    constexpr std::size_t most = 107;  // sun_path without its end, unix(7)
    if (path.empty()) return refuse(text, ": the path is missing");
    if (path.size() > most) {
        return refuse(text, fmt::format(": a socket's path has at most {} bytes", most));
    }
    return UnixAddress{std::filesystem::path(path)};
}

}  // namespace

std::expected<Address, std::string> parse_address(std::string_view text) {
    if (text == systemd) return SystemdAddress{};
    if (text.starts_with("systemd:")) {
        const std::string_view name = text.substr(systemd.size() + 1);
        if (name.empty()) return refuse(text, ": the name is missing");
        return SystemdAddress{std::string(name)};
    }
    if (text.starts_with("unix:")) return parse_unix(text, text.substr(5));
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return refuse(text, ": the port is missing");
    const auto port = base::parse_integer<std::uint16_t>(text.substr(colon + 1));
    std::string host(text.substr(0, colon));
    if (!host.starts_with('[') && host.contains(':')) {
        return refuse(text, ": an IPv6 address stands in brackets");
    }
    if (!port) return refuse(text, ": a port is a number from 0 to 65535");
    if (host.empty()) {
        return refuse(text,
                      fmt::format(": for all addresses write 0.0.0.0:{0} or \"[::]:{0}\"", *port));
    }
    if (host.starts_with('[')) {
        host = host.ends_with(']') ? host.substr(1, host.size() - 2) : std::string();
        if (!is_v6(host)) return refuse(text, ": no IPv6 address stands in the brackets");
    } else if (!is_host(host)) {
        return refuse(text, fmt::format(": \"{}\" is neither an address nor a name", host));
    }
    return TcpAddress{std::move(host), *port};
}

std::string to_string(const Address& address) {
    if (const auto* local = std::get_if<UnixAddress>(&address)) {
        return "unix:" + local->path.string();
    }
    if (const auto* passed = std::get_if<SystemdAddress>(&address)) {
        return passed->name.empty() ? std::string(systemd)
                                    : fmt::format("{}:{}", systemd, passed->name);
    }
    const auto& tcp = std::get<TcpAddress>(address);
    const bool v6 = tcp.host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", v6 ? "[" : "", tcp.host, v6 ? "]" : "", tcp.port);
}

}  // namespace tined::config
