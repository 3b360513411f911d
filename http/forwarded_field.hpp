// The grammar of the Forwarded field (RFC 7239 §4, §6). Strict, and read from the left as quoted
// strings must be: a client that opens a quote and does not close it would otherwise swallow what
// the proxy wrote behind it.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/address.hpp"

namespace tined::http {

/// Why what a trusted proxy said of its client is not understood. Each is a 400: to pass it over
/// would let a client be taken for the proxy.
enum class ForwardedError : std::uint8_t {
    bad_element,         ///< Forwarded: not `name=value *( ";" name=value )`
    repeated_parameter,  ///< Forwarded: for, by, host or proto twice in one element
    bad_node,            ///< Forwarded: for= is no address, not unknown and no _name
    bad_host,            ///< the host is not `uri-host [":" port]`
    bad_port,            ///< X-Forwarded-Port is not from 1 to 65535
};

/// What one proxy wrote. Quotes are undone.
struct ForwardedElement {
    std::optional<std::string> node;  ///< for=
    std::optional<std::string> proto;
    std::optional<std::string> host;
};

/// The elements of one line, in its order. Empty members of the list are passed over, and so are
/// parameters of other names. bad_element or repeated_parameter.
std::expected<std::vector<ForwardedElement>, ForwardedError> parse_forwarded(
    std::string_view value);

/// The address in for=: `192.0.2.7`, `[2001:db8::1]`, both with a port or without. Nothing for
/// `unknown` and for an obfuscated name (`_hidden`). bad_node.
std::expected<std::optional<Address>, ForwardedError> parse_node(std::string_view node);

}  // namespace tined::http
