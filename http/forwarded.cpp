#include "http/forwarded.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <ranges>

#include "base/text.hpp"

namespace tined::http {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// The members of all lines of that name, the last first, as proxies added them.
std::vector<std::string_view> members_from_right(const Fields& fields, std::string_view name) {
    std::vector<std::string_view> members;
    for (const Field& field : fields) {
        if (!base::equals_ignoring_case(field.name, name)) continue;
        for (const std::string_view member : base::split(field.value, ',')) {
            members.push_back(base::trim_blanks(member));
        }
    }
    std::ranges::reverse(members);
    return members;
}

// An entry of X-Forwarded-For. Some proxies (Azure's, IIS) write a port behind the address.
std::optional<Address> parse_entry(std::string_view text) noexcept {
    if (const auto address = Address::parse(text)) return address;
    const bool has_bracket = text.starts_with('[');
    const std::size_t end = has_bracket ? text.find(']') : text.find(':');
    if (end == text.npos) return std::nullopt;
    const std::string_view port = text.substr(has_bracket ? end + 1 : end);
    const bool is_port =
        port.starts_with(':') && base::parse_integer<std::uint16_t>(port.substr(1));
    if (!is_port && !(has_bracket && port.empty())) return std::nullopt;
    return Address::parse(has_bracket ? text.substr(1, end - 1) : text.substr(0, end));
}

void take_protocol(const Fields& fields, std::size_t steps, Client& client) {
    const auto protocols = members_from_right(fields, "x-forwarded-proto");
    if (protocols.empty()) return;
    const std::size_t index = std::min(std::max<std::size_t>(steps, 1), protocols.size()) - 1;
    for (const std::string_view known : {"http", "https"}) {
        if (base::equals_ignoring_case(protocols[index], known)) client.protocol = known;
    }
}

void believe_x_forwarded(const Fields& fields, const TrustedProxies& trusted, Client& client) {
    std::size_t steps = 0;
    for (const std::string_view entry : members_from_right(fields, "x-forwarded-for")) {
        const auto address = parse_entry(entry);
        if (!address) break;
        client.address = address->text();
        ++steps;
        if (!trusted.contains(*address)) break;
    }
    take_protocol(fields, steps, client);
}

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

bool Address::is_v4() const noexcept {
    return std::ranges::equal(bytes | std::views::take(12), mapped_prefix);
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> written;
    const void* const from = is_v4() ? bytes.data() + 12 : bytes.data();
    return inet_ntop(is_v4() ? AF_INET : AF_INET6, from, written.data(), written.size());
}

std::expected<void, std::string> TrustedProxies::add(std::string_view text) {
    if (text == "unix" || text == "unix:") {
        unix_ = true;
        return {};
    }
    const auto halves = base::split_once(text, '/');
    const auto address = Address::parse(halves ? halves->before : text);
    if (!address) {
        return std::unexpected(
            fmt::format("\"{}\" is no address, no network like 10.0.0.0/8 and not unix", text));
    }
    const unsigned most = address->is_v4() && text.find(':') == text.npos ? 32 : 128;
    const auto bits = halves ? base::parse_integer<unsigned>(halves->after) : most;
    if (!bits || *bits > most) {
        return std::unexpected(
            fmt::format("\"{}\": the bits of the network go from 0 to {}", text, most));
    }
    const Network network = {*address, *bits + 128 - most};
    if (!is_clean(network)) {
        return std::unexpected(
            fmt::format("\"{}\": there are bits set behind the network's", text));
    }
    networks_.push_back(network);
    return {};
}

bool TrustedProxies::is_clean(const Network& network) noexcept {
    for (unsigned bit = network.bits; bit < 128; ++bit) {
        if ((network.address.bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return false;
    }
    return true;
}

bool TrustedProxies::contains(const Address& address) const noexcept {
    return std::ranges::any_of(networks_, [&address](const Network& network) {
        const auto& bytes = network.address.bytes;
        const unsigned whole = network.bits / 8;
        if (std::memcmp(bytes.data(), address.bytes.data(), whole) != 0) return false;
        const unsigned rest = network.bits % 8;
        return rest == 0 || (bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
    });
}

void find_client(std::string_view peer, const Fields& fields, const TrustedProxies& trusted,
                 ForwardedBy family, Client& client) {
    client.address = peer;
    client.protocol = "http";
    if (trusted.is_empty()) return;
    const bool is_unix = peer == "unix";
    const auto address = is_unix ? std::nullopt : Address::parse(peer);
    const bool is_trusted = is_unix ? trusted.trusts_unix() : address && trusted.contains(*address);
    if (!is_trusted) return;
    switch (family) {
        case ForwardedBy::x_forwarded:
            believe_x_forwarded(fields, trusted, client);
            break;
    }
}

}  // namespace tined::http
