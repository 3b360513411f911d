// Who asks: the peer itself, or whom a trusted proxy says it speaks for. Only one family of
// statements is ever read; nginx sets X-Forwarded-For and passes a client's own Forwarded on, so
// that believing both would let a client choose its address.
#pragma once

#include <expected>

#include "http/forwarded_field.hpp"
#include "http/peer.hpp"
#include "http/request_head.hpp"
#include "http/requester.hpp"
#include "http/trusted_proxies.hpp"

namespace tined::http {

/// Fills `client`. What a trusted peer lists of its clients (all lines are one list) is walked from
/// the right: past each trusted address to the one it was told, up to the first that is not trusted
/// or no address. The protocol is taken from the same step, and so are host and port if
/// `believes_host`; a list of X-Forwarded-Proto, -Host or -Port that is shorter has its first entry
/// for the missing ones. A protocol that is neither http nor https is not believed, and
/// X-Forwarded-Port only added to a host that names no port.
std::expected<void, ForwardedError> find_client(const Peer& peer, const RequestHead& head,
                                                const TrustedProxies& trusted, bool believes_host,
                                                Requester& client);

}  // namespace tined::http
