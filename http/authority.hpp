// The authority of a target and the value of Host: `uri-host [ ":" port ]` (RFC 9110 §7.2,
// RFC 3986 §3.2.2).
#pragma once

#include <string_view>

namespace tined::http {

/// A name, an IPv4 address or an IPv6 address in brackets, with a port up to 65535 if any. User
/// information, zone ids and future address forms are none (RFC 9110 §4.2.4). A name without a port
/// may be empty: a client whose target has no authority sends an empty Host (RFC 9112 §3.2).
bool is_authority(std::string_view text) noexcept;

}  // namespace tined::http
