// A client's way through a proxy to a server that is asked over TLS: CONNECT (RFC 9110 §9.3.6).
#pragma once

#include <expected>

#include "event/stream.hpp"
#include "event/task.hpp"
#include "http/client_error.hpp"
#include "http/client_settings.hpp"
#include "http/url.hpp"

namespace tined::http {

/// ClientSettings::proxy, which is not empty: an http:// URL of which the origin counts.
std::expected<Origin, ClientError> proxy_of(const ClientSettings& settings);

/// Asks the proxy at the other end of `stream` for a tunnel to `origin`; what is sent afterwards
/// goes there. `stream` outlives it.
event::Task<std::expected<void, ClientError>> open_tunnel(event::Stream& stream, Origin origin,
                                                          const ClientSettings& settings,
                                                          event::Stream::Time deadline);

}  // namespace tined::http
