// What a client asks next when it is sent elsewhere (RFC 9110 §15.4).
#pragma once

#include "http/client_request.hpp"
#include "http/url.hpp"

namespace tined::http {

/// 301, 302, 303, 307, 308: those whose Location is another place of what was asked for.
constexpr bool is_redirect(int status) noexcept {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Whether the next request has the method GET and no body: 303 always, but for HEAD, and 301 and
/// 302 for POST, as all clients do.
bool becomes_get(int status, std::string_view method) noexcept;

/// Makes `request` the one that is sent to `to`. What described a body goes with it. What is for
/// the eyes of `from` alone (Authorization, Cookie, Host..) is not sent to another origin.
void redirect(ClientRequest& request, int status, const Origin& from, const Origin& to);

}  // namespace tined::http
