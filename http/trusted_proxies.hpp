// `trusted_proxies`: those whose word about the client is believed.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "http/address.hpp"

namespace tined::http {

class TrustedProxies {
public:
    /// One entry: an address, a network (10.0.0.0/8, fd00::/8) or "unix" (with or without a colon
    /// behind it). An error is a sentence for the configuration's message.
    std::expected<void, std::string> add(std::string_view text);

    bool contains(const Address& address) const noexcept;
    /// `peer` is an address's text, or "unix".
    bool trusts(std::string_view peer) const noexcept;
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

}  // namespace tined::http
