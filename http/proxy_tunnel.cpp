#include "http/proxy_tunnel.hpp"

#include <fmt/format.h>

#include <string>

#include "http/input.hpp"
#include "http/response_parser.hpp"

namespace tined::http {
namespace {

std::unexpected<ClientError> refused(std::string what) {
    return std::unexpected(ClientError{ClientFault::unconnected, std::move(what)});
}

std::string write_connect(const Origin& origin, const ClientSettings& settings) {
    const bool is_ipv6 = origin.host.find(':') != std::string::npos;
    const std::string authority = is_ipv6 ? fmt::format("[{}]:{}", origin.host, origin.port)
                                          : fmt::format("{}:{}", origin.host, origin.port);
    std::string head = fmt::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n", authority);
    if (!settings.proxy_authorization.empty()) {
        head.append("Proxy-Authorization: ").append(settings.proxy_authorization).append("\r\n");
    }
    return head.append("\r\n");
}

// True: the tunnel is there; false: more must come.
std::expected<bool, ClientError> read_answer(ResponseParser& parser, Input& input) {
    while (!input.is_empty()) {
        const auto head = parser.parse(input.unread());
        if (!head) return refused(fmt::format("the proxy's answer has {}", to_text(head.error())));
        if (*head == nullptr) return false;
        input.consume((*head)->size);
        const int status = (*head)->status;
        if (is_interim(status)) continue;
        if (status < 200 || status > 299) {
            return refused(fmt::format("the proxy answers {} {}", status, (*head)->reason));
        }
        // The server behind it is the one that is spoken to first.
        if (!input.is_empty()) return refused("the proxy speaks unasked");
        return true;
    }
    return false;
}

}  // namespace

std::expected<Origin, ClientError> proxy_of(const ClientSettings& settings) {
    auto url = parse_url(settings.proxy);
    if (url && !url->origin.is_secure) return std::move(url->origin);
    return std::unexpected(ClientError{ClientFault::bad_request, "a proxy that is no http:// URL"});
}

event::Task<std::expected<void, ClientError>> open_tunnel(event::Stream& stream, Origin origin,
                                                          const ClientSettings& settings,
                                                          event::Stream::Time deadline) {
    const std::string head = write_connect(origin, settings);
    const auto sent = co_await stream.write(head, settings.connect_timeout);
    if (!sent) co_return std::unexpected(client_error(sent.error(), "the request to the proxy"));
    // To CONNECT as to HEAD: a length means nothing (RFC 9112 §6.3).
    ResponseParser parser(settings.limits, true);
    Input input(ResponseParser::most_bytes(settings.limits));
    while (true) {
        const auto is_there = read_answer(parser, input);
        if (!is_there) co_return std::unexpected(is_there.error());
        if (*is_there) co_return {};
        if (input.room_behind().empty()) co_return refused("the proxy answers without an end");
        const auto got = co_await stream.read_some(input.room_behind(), deadline);
        if (!got) co_return std::unexpected(client_error(got.error(), "the proxy's answer"));
        if (*got == 0) co_return refused("the proxy closes the connection");
        input.received(*got);
    }
}

}  // namespace tined::http
