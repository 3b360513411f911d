// Who asks: the peer itself, or whom a trusted proxy says it speaks for. Only one family of fields
// is ever read; nginx sets X-Forwarded-For and passes a client's own Forwarded on, so that
// believing both would let a client choose its address.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/client.hpp"
#include "http/fields.hpp"

namespace tined::http {

/// An IPv4 or IPv6 address; IPv4 in its mapped form (::ffff:a.b.c.d), so that both compare.
struct Address {
    std::array<std::uint8_t, 16> bytes = {};

    /// "203.0.113.9" or "2001:db8::1"; nothing else, no brackets, no port.
    static std::optional<Address> parse(std::string_view text) noexcept;
    bool is_v4() const noexcept;
    std::string text() const;  ///< a mapped IPv4 address without its ::ffff:
    bool operator==(const Address&) const = default;
};

/// `trusted_proxies`: those whose word about the client is believed.
class TrustedProxies {
public:
    /// One entry: an address, a network (10.0.0.0/8, fd00::/8) or "unix" (with or without a colon
    /// behind it). An error is a sentence for the configuration's message.
    std::expected<void, std::string> add(std::string_view text);

    bool contains(const Address& address) const noexcept;
    bool trusts_unix() const noexcept { return unix_; }
    bool is_empty() const noexcept { return networks_.empty() && !unix_; }

private:
    struct Network {
        Address address;
        unsigned bits;  // of 128
    };
    static bool is_clean(const Network& network) noexcept;

    std::vector<Network> networks_;
    bool unix_ = false;
};

/// The one family of fields that is read (RFC 7239's and PROXY would be others).
enum class ForwardedBy : std::uint8_t { x_forwarded };

/// `peer` is the address of the connection's other end, or "unix". The list of X-Forwarded-For
/// (all its lines) is walked from the right: past each trusted address to the one it was told, up
/// to the first that is not trusted or is no address. X-Forwarded-Proto is taken from the same
/// step of its own list, or from its only entry; what is neither http nor https is not believed.
/// Fills address and protocol; the host is not touched.
void find_client(std::string_view peer, const Fields& fields, const TrustedProxies& trusted,
                 ForwardedBy family, Client& client);

}  // namespace tined::http
