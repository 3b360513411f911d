#include "config/listen_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "config/typed.hpp"

namespace tined::config {

namespace {

std::optional<Address> as_address(const Reader& value) {
    const auto text = as_nonempty_text(value);
    if (!text) return std::nullopt;
    const bool is_later = text->starts_with("tcp://") || text->starts_with("udp://");
    if (is_later) {
        value.fail(fmt::format("{} is not in this version of tined yet", describe(value.node())));
        return std::nullopt;
    }
    auto address = parse_address(*text);
    if (!address) {
        value.fail(std::move(address.error()));
        return std::nullopt;
    }
    if (auto* local = std::get_if<UnixAddress>(&*address)) {
        local->path = resolved_path(local->path.string(), value.place());
    }
    return *std::move(address);
}

/// Permissions as chmod(1) writes them: 0660 or 660.
std::optional<unsigned> as_mode(const Reader& value) {
    const Node& node = value.node();
    if (node.kind == NodeKind::scalar && !node.text.empty()) {
        unsigned mode = 0;
        const char* const end = node.text.data() + node.text.size();
        const auto [stop, error] = std::from_chars(node.text.data(), end, mode, 8);
        if (error == std::errc() && stop == end && mode <= 0777) return mode;
    }
    value.expected("a mode in octal digits such as 0660");
    return std::nullopt;
}

std::optional<Listen> read_mapping(const Reader& value, Listen listen) {
    MappingReader in(value);
    const auto address = in.take("address");
    const auto parsed = address ? as_address(*address) : std::nullopt;
    if (!address) value.fail("\"address\" is missing");
    in.read("mode", listen.mode, as_mode);
    in.read("group", listen.group, as_nonempty_text);
    in.read("backlog", listen.backlog, Integer<int>{1, std::numeric_limits<int>::max() - 1});
    in.read("forwarded_by", listen.forwarded_by, as_forwarded_by);
    in.later({"tls", "certificates", "room"});
    in.finish();
    if (!parsed) return std::nullopt;
    listen.address = *parsed;
    if (!std::holds_alternative<UnixAddress>(listen.address)) {
        for (const std::string_view key : {"mode", "group"}) {
            if (in.has(key)) in.fail_at_key(key, "only for unix: sockets");
        }
    }
    if (std::holds_alternative<SystemdAddress>(listen.address) && in.has("backlog")) {
        in.fail_at_key("backlog", "systemd listens there; say Backlog= in the socket unit");
    }
    return listen;
}

std::optional<Listen> read_one(const Reader& value, http::ForwardedBy family) {
    Listen listen;
    listen.place = value.place();
    listen.forwarded_by = family;
    if (value.node().kind == NodeKind::mapping) return read_mapping(value, std::move(listen));
    auto address = as_address(value);
    if (!address) return std::nullopt;
    listen.address = std::move(*address);
    return listen;
}

}  // namespace

std::optional<http::ForwardedBy> as_forwarded_by(const Reader& value) {
    using http::ForwardedBy;
    const OneOf<ForwardedBy> words = {{{"x-forwarded", ForwardedBy::x_forwarded},
                                       {"forwarded", ForwardedBy::forwarded},
                                       {"proxy", ForwardedBy::proxy}}};
    return words(value);
}

void read_listen(const Reader& value, http::ForwardedBy family, std::vector<Listen>& listen) {
    std::vector<Listen> found;
    for (const Reader& item : value.items_or_self()) {
        auto one = read_one(item, family);
        if (!one) continue;
        const bool is_port_zero = std::holds_alternative<TcpAddress>(one->address) &&
                                  std::get<TcpAddress>(one->address).port == 0;
        const auto same = std::ranges::find(found, one->address, &Listen::address);
        if (same != found.end() && !is_port_zero) {
            item.fail(fmt::format("the same address is at {}", to_string(same->place)));
            continue;
        }
        found.push_back(std::move(*one));
    }
    if (value.node().kind == NodeKind::sequence && value.node().items.empty()) {
        value.fail("expected at least one address");
    }
    if (!found.empty()) listen = std::move(found);
}

}  // namespace tined::config
