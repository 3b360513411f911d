#include "http/forwarded.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "base/words.hpp"
#include "http/authority.hpp"

namespace tined::http {
namespace {

using Outcome = std::expected<void, ForwardedError>;

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

void take_protocol(std::string_view told, Requester& client) {
    for (const std::string_view known : {"http", "https"}) {
        if (base::equals_ignoring_case(told, known)) client.protocol = known;
    }
}

void take_host(std::string_view told, Requester& client) {
    client.host.assign(told);
    base::lower_in_place(client.host);
}

Outcome believe_host(std::string_view told, Requester& client) {
    if (told.empty() || !is_authority(told)) return std::unexpected(ForwardedError::bad_host);
    take_host(told, client);
    return {};
}

bool names_port(std::string_view host) noexcept {
    const std::size_t bracket = host.rfind(']');
    return host.find(':', bracket == host.npos ? 0 : bracket) != host.npos;
}

Outcome believe_port(std::string_view told, Requester& client) {
    const auto port = base::parse_integer<std::uint16_t>(told);
    if (!port || *port == 0) return std::unexpected(ForwardedError::bad_port);
    const std::uint16_t usual = client.protocol == "https" ? 443 : 80;
    if (*port == usual || client.host.empty() || names_port(client.host)) return {};
    client.host += ':';
    client.host += std::to_string(*port);
    return {};
}

// What the proxy `steps` from the right said; nothing without such a field.
std::optional<std::string_view> told_at(const Fields& fields, std::string_view name,
                                        std::size_t steps) {
    const auto members = members_from_right(fields, name);
    if (members.empty()) return std::nullopt;
    return members[std::min(std::max<std::size_t>(steps, 1), members.size()) - 1];
}

Outcome believe_x_forwarded(const Fields& fields, const TrustedProxies& trusted, bool believes_host,
                            Requester& client) {
    std::size_t steps = 0;
    for (const std::string_view entry : members_from_right(fields, "x-forwarded-for")) {
        const auto address = parse_entry(entry);
        if (!address) break;
        client.address = address->text();
        ++steps;
        if (!trusted.contains(*address)) break;
    }
    if (const auto proto = told_at(fields, "x-forwarded-proto", steps)) {
        take_protocol(*proto, client);
    }
    if (!believes_host) return {};
    if (const auto host = told_at(fields, "x-forwarded-host", steps)) {
        if (auto taken = believe_host(*host, client); !taken) return taken;
    }
    const auto port = told_at(fields, "x-forwarded-port", steps);
    return port ? believe_port(*port, client) : Outcome();
}

// True if the proxy that wrote it names another proxy that is trusted, whose word comes next.
std::expected<bool, ForwardedError> believe_node(const ForwardedElement& element,
                                                 const TrustedProxies& trusted, Requester& client) {
    if (!element.node) return false;
    const auto node = parse_node(*element.node);
    if (!node) return std::unexpected(node.error());
    if (!*node) return false;
    client.address = (*node)->text();
    return trusted.contains(**node);
}

// What the last believed proxy said of protocol and host.
Outcome believe_rest(const ForwardedElement& element, bool believes_host, Requester& client) {
    if (element.proto) take_protocol(*element.proto, client);
    if (!believes_host || !element.host) return {};
    return believe_host(*element.host, client);
}

Outcome believe_forwarded(const Fields& fields, const TrustedProxies& trusted, bool believes_host,
                          Requester& client) {
    // A line that is not reached is not looked at: it may be the client's own.
    std::optional<ForwardedElement> last;
    bool goes_on = true;
    for (const Field& field : fields | std::views::reverse) {
        if (!base::equals_ignoring_case(field.name, "forwarded")) continue;
        auto elements = parse_forwarded(field.value);
        if (!elements) return std::unexpected(elements.error());
        for (ForwardedElement& element : *elements | std::views::reverse) {
            const auto next = believe_node(element, trusted, client);
            if (!next) return std::unexpected(next.error());
            last = std::move(element);
            goes_on = *next;
            if (!goes_on) break;
        }
        if (!goes_on) break;
    }
    return last ? believe_rest(*last, believes_host, client) : Outcome();
}

}  // namespace

std::expected<void, ForwardedError> find_client(const Peer& peer, const RequestHead& head,
                                                const TrustedProxies& trusted, bool believes_host,
                                                Requester& client) {
    client.address = peer.client();
    // The last request's strings are written over: nearly always it was http too.
    if (std::string_view(client.protocol) != "http") client.protocol = "http";
    take_host(head.authority, client);
    if (!trusted.trusts(peer.address)) return {};
    switch (peer.forwarded_by) {
        case ForwardedBy::x_forwarded:
            return believe_x_forwarded(head.fields, trusted, believes_host, client);
        case ForwardedBy::forwarded:
            return believe_forwarded(head.fields, trusted, believes_host, client);
        case ForwardedBy::proxy:
            break;  // it was told before the first request
    }
    return {};
}

}  // namespace tined::http
