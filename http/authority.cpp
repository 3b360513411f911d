#include "http/authority.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.hpp"

namespace tined::http {
namespace {

constexpr std::array<bool, 256> make_name_table() {
    std::array<bool, 256> table = {};
    for (std::size_t i = 0; i < 128; ++i) table[i] = base::is_alnum(static_cast<char>(i));
    for (const char c : std::string_view("-._~!$&'()*+,;="))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
// unreserved and sub-delims of RFC 3986 §2; `%` needs a look at what follows it.
constexpr std::array<bool, 256> name_table = make_name_table();

// The length of the reg-name that `text` begins with; it covers IPv4 addresses too.
// reg-name = *( unreserved / pct-encoded / sub-delims )
std::size_t name_size(std::string_view text) noexcept {
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        if (name_table[static_cast<unsigned char>(text[i])]) continue;
        if (text[i] != '%' || text.size() - i < 3) break;
        if (base::hex_value(text[i + 1]) < 0 || base::hex_value(text[i + 2]) < 0) break;
        i += 2;
    }
    return i;
}

bool is_ipv6(std::string_view text) noexcept {
    std::array<char, INET6_ADDRSTRLEN> terminated = {};
    // A NUL within would end the text for inet_pton before its end.
    if (text.size() >= terminated.size() || text.find('\0') != text.npos) return false;
    std::ranges::copy(text, terminated.begin());
    in6_addr address;
    return inet_pton(AF_INET6, terminated.data(), &address) == 1;
}

// port = *DIGIT: it may be empty.
bool is_port(std::string_view text) noexcept {
    return text.empty() || base::parse_integer<std::uint16_t>(text).has_value();
}

}  // namespace

bool is_authority(std::string_view text) noexcept {
    std::size_t host_end = 0;
    if (text.starts_with('[')) {
        const std::size_t bracket = text.find(']');
        if (bracket == text.npos || !is_ipv6(text.substr(1, bracket - 1))) return false;
        host_end = bracket + 1;
    } else {
        host_end = name_size(text);
    }
    if (host_end == text.size()) return true;
    // RFC 9110 §4.2.1: http's host is not empty; what has a port has a host.
    return host_end > 0 && text[host_end] == ':' && is_port(text.substr(host_end + 1));
}

}  // namespace tined::http
