#include "http/method.hpp"

#include <algorithm>
#include <array>

namespace tined::http {
namespace {

// Sorted as bytes. IANA's registry without CONNECT and without PRI, which is no method but the
// first word of HTTP/2; after them what is in common use (caches, WebDAV and its kin, UPnP).
constexpr std::array<std::string_view, 48> known_methods = {"ACL",
                                                            "BASELINE-CONTROL",
                                                            "BIND",
                                                            "CHECKIN",
                                                            "CHECKOUT",
                                                            "COPY",
                                                            "DELETE",
                                                            "GET",
                                                            "HEAD",
                                                            "LABEL",
                                                            "LINK",
                                                            "LOCK",
                                                            "M-SEARCH",
                                                            "MERGE",
                                                            "MKACTIVITY",
                                                            "MKCALENDAR",
                                                            "MKCOL",
                                                            "MKREDIRECTREF",
                                                            "MKWORKSPACE",
                                                            "MOVE",
                                                            "NOTIFY",
                                                            "OPTIONS",
                                                            "ORDERPATCH",
                                                            "PATCH",
                                                            "POST",
                                                            "PROPFIND",
                                                            "PROPPATCH",
                                                            "PURGE",
                                                            "PUT",
                                                            "QUERY",
                                                            "REBIND",
                                                            "REFRESH",
                                                            "REPORT",
                                                            "SEARCH",
                                                            "SOURCE",
                                                            "SUBSCRIBE",
                                                            "TRACE",
                                                            "TRACK",
                                                            "UNBIND",
                                                            "UNCHECKOUT",
                                                            "UNLINK",
                                                            "UNLOCK",
                                                            "UNSUBSCRIBE",
                                                            "UPDATE",
                                                            "UPDATEREDIRECTREF",
                                                            "VERSION-CONTROL",
                                                            "VIEW",
                                                            "X-MS-ENUMATTS"};
static_assert(std::ranges::is_sorted(known_methods));

}  // namespace

Method method_from(std::string_view text) noexcept {
    switch (text.size()) {
        case 3:
            if (text == "GET") return Method::get;
            if (text == "PUT") return Method::put;
            break;
        case 4:
            if (text == "POST") return Method::post;
            if (text == "HEAD") return Method::head;
            break;
        case 5:
            if (text == "PATCH") return Method::patch;
            break;
        case 6:
            if (text == "DELETE") return Method::delete_;
            break;
        case 7:
            if (text == "OPTIONS") return Method::options;
            break;
        default:
            break;
    }
    return Method::other;
}

std::string_view to_text(Method method) noexcept {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
        case Method::other:
            return "";
    }
    return "";
}

bool is_known_method(std::string_view text) noexcept {
    return std::ranges::binary_search(known_methods, text);
}

}  // namespace tined::http
