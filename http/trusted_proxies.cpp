#include "http/trusted_proxies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace tined::http {

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

bool TrustedProxies::trusts(std::string_view peer) const noexcept {
    if (is_empty()) return false;
    if (peer == "unix") return unix_;
    const auto address = Address::parse(peer);
    return address && contains(*address);
}

}  // namespace tined::http
