// The preamble of the PROXY protocol (haproxy's doc/proxy-protocol.txt), versions 1 and 2: a proxy
// that passes on bytes, and not requests, says there whom it speaks for, once for a connection.
// Pure, and strict: what is not exactly a preamble is refused, for behind it would come a client
// that is taken for the proxy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace tined::http {

enum class PreambleError : std::uint8_t {
    missing,      ///< the first bytes are of neither version's
    bad_line,     ///< 1: not `PROXY TCP4|TCP6 source destination port port CRLF`, nor UNKNOWN
    bad_address,  ///< 1: no address, or not of the family that was said
    bad_port,     ///< 1: not a number up to 65535
    bad_version,  ///< 2: another version, or a command that is neither LOCAL nor PROXY
    bad_family,   ///< 2: neither TCP over IPv4, IPv6 or unix, nor unspecified
    bad_length,   ///< 2: shorter than its addresses
    bad_tlv,      ///< 2: what follows the addresses are not whole type-length-values
    too_large,    ///< 1: past 107 bytes; 2: past max_preamble
};

/// Bytes after the first sixteen of version 2, whose additions (a host name, a certificate's
/// subject, a checksum) are passed over.
inline constexpr std::size_t max_preamble = 4096;

struct Preamble {
    std::size_t size = 0;  ///< bytes of it; the first request follows
    /// The client's address, or "unix". Empty if the proxy speaks for itself (LOCAL, its own health
    /// checks) or does not know (UNKNOWN).
    std::string client;
};

/// Takes all bytes received since the connection's first one. Nothing means "call again with these
/// and more". The error does not depend on how the bytes were cut.
std::expected<std::optional<Preamble>, PreambleError> parse_preamble(std::string_view received);

}  // namespace tined::http
