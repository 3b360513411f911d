// What a proxy says of its client. The first line is the peer, each other one a field; all of it
// is read as each of the families.
#include <string>

#include "base/text.hpp"
#include "http/authority.hpp"
#include "http/forwarded.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

using http::ForwardedBy;

void check_address(std::string_view text) {
    const auto address = http::Address::parse(text);
    if (!address) return;
    const auto again = http::Address::parse(address->text());
    must(again == address);
    must_equal(again->text(), address->text());
}

void check_elements(std::string_view value) {
    const auto elements = http::parse_forwarded(value);
    if (!elements) return;
    for (const http::ForwardedElement& element : *elements) {
        if (element.node) static_cast<void>(http::parse_node(*element.node));
    }
}

http::RequestHead head_of(std::string_view lines) {
    http::RequestHead head;
    head.authority = "example.com";
    for (const std::string_view line : base::split(lines, '\n')) {
        const auto halves = base::split_once(line, ':').value_or(base::Halves{"Forwarded", line});
        // A head's names are tokens, or it is refused.
        if (base::is_token(halves.before)) {
            head.fields.add(halves.before, base::trim_blanks(halves.after));
        }
        check_address(line);
        check_elements(halves.after);
    }
    return head;
}

http::TrustedProxies make_trusted() {
    http::TrustedProxies proxies;
    for (const std::string_view entry : {"10.0.0.0/8", "fd00::/8", "unix"}) {
        must(proxies.add(entry).has_value());
    }
    return proxies;
}

// Whatever was said, the rest of tined is given an address, a protocol, and a host.
void read_as(ForwardedBy family, std::string_view peer_address, const http::RequestHead& head,
             bool believes_host) {
    static const http::TrustedProxies trusted = make_trusted();
    http::Peer peer;
    peer.address = peer_address;
    peer.forwarded_by = family;
    http::Requester client;
    if (!http::find_client(peer, head, trusted, believes_host, client)) {
        return must(trusted.trusts(peer_address) && family != ForwardedBy::proxy);
    }
    must(client.protocol == "http" || client.protocol == "https");
    must(client.address == peer_address || http::Address::parse(client.address).has_value());
    must(http::is_authority(client.host));
    if (!believes_host) must_equal(client.host, head.authority);
    if (trusted.trusts(peer_address) && family != ForwardedBy::proxy) return;
    must_equal(client.address, peer_address);
    must_equal(client.protocol, "http");
    must_equal(client.host, head.authority);
}

}  // namespace

void read(std::string_view input) {
    const auto halves = base::split_once(input, '\n').value_or(base::Halves{"10.0.0.1", input});
    if (!http::Address::parse(halves.before) && halves.before != "unix") return;
    const http::RequestHead head = head_of(halves.after);
    for (const auto family :
         {ForwardedBy::x_forwarded, ForwardedBy::forwarded, ForwardedBy::proxy}) {
        read_as(family, halves.before, head, false);
        read_as(family, halves.before, head, true);
    }
}

}  // namespace tined::fuzz
