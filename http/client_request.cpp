#include "http/client_request.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tined::http {
namespace {

constexpr std::array<std::string_view, 6> idempotent = {"GET",    "HEAD",    "PUT",
                                                        "DELETE", "OPTIONS", "TRACE"};

// RFC 9110 §8.6: a server may wait for the length of what these methods are expected to bring.
bool expects_body(std::string_view method) noexcept {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool is_idempotent(std::string_view method) noexcept {
    return std::ranges::find(idempotent, method) != idempotent.end();
}

bool is_repeatable(const RequestBody& body) noexcept {
    return !std::holds_alternative<event::AsyncGenerator<std::string>>(body);
}

bool asks_for_codings(const ClientRequest& request, const ClientSettings& settings) noexcept {
    return settings.decodes && !request.fields.has("Accept-Encoding") &&
           !request.fields.has("Range");
}

std::string write_head(const ClientRequest& request, const Url& url,
                       const ClientSettings& settings) {
    std::string head;
    head.reserve(200 + url.target.size() + request.fields.text().size());
    // RFC 9112 §3.2.2: a proxy is told the whole URL, unless it only carries what it cannot read.
    const bool by_proxy = !settings.proxy.empty() && !url.origin.is_secure;
    const std::string target = by_proxy ? url.text() : url.target;
    head.append(request.method).append(" ").append(target).append(" HTTP/1.1\r\n");
    if (by_proxy && !settings.proxy_authorization.empty()) {
        add(head, "Proxy-Authorization", settings.proxy_authorization);
    }
    if (!request.fields.has("Host")) add(head, "Host", url.authority());
    if (!request.fields.has("User-Agent") && !settings.user_agent.empty()) {
        add(head, "User-Agent", settings.user_agent);
    }
    if (asks_for_codings(request, settings)) add(head, "Accept-Encoding", "zstd, br, gzip");
    head.append(request.fields.text());
    if (const auto* const text = std::get_if<std::string>(&request.body)) {
        add(head, "Content-Length", std::to_string(text->size()));
    } else if (!is_repeatable(request.body)) {
        add(head, "Transfer-Encoding", "chunked");
    } else if (expects_body(request.method)) {
        add(head, "Content-Length", "0");
    }
    return head.append("\r\n");
}

}  // namespace tined::http
