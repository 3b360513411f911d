#include "http/redirect.hpp"

#include <array>
#include <string_view>

namespace tined::http {
namespace {

constexpr std::array<std::string_view, 8> of_the_body = {
    "Content-Type",  "Content-Encoding", "Content-Language", "Content-Location",
    "Content-Range", "Digest",           "Content-Digest",   "Expect"};

constexpr std::array<std::string_view, 6> of_the_origin = {
    "Authorization", "Cookie", "Cookie2", "Host", "Origin", "Proxy-Authorization"};

template <typename Names>
void remove_all(FieldBlock& fields, const Names& names) {
    for (const std::string_view name : names) fields.remove(name);
}

}  // namespace

bool becomes_get(int status, std::string_view method) noexcept {
    if (status == 303) return method != "HEAD";
    return (status == 301 || status == 302) && method == "POST";
}

void redirect(ClientRequest& request, int status, const Origin& from, const Origin& to) {
    if (becomes_get(status, request.method)) {
        request.method = "GET";
        request.body = std::monostate();
        remove_all(request.fields, of_the_body);
    }
    if (from != to) remove_all(request.fields, of_the_origin);
}

}  // namespace tined::http
