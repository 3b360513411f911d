// Request methods (RFC 9110 §9). They are case-sensitive: `get` is not GET.
#pragma once

#include <cstdint>
#include <string_view>

namespace tined::http {

/// The methods that a route may name, and all the rest.
enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// `other` for every text that is not exactly one of the seven.
Method method_from(std::string_view text) noexcept;

/// "GET"; empty for `other`, whose text only the request knows.
std::string_view to_text(Method method) noexcept;

/// True for a method that IANA registers or that is in common use. Such a method is an honest
/// question, answered 405 where the path does not have it; any other token is answered 501.
/// CONNECT is not among them: tined is no proxy of that kind, and says 501 too.
bool is_known_method(std::string_view text) noexcept;

/// Safe in the sense of RFC 9110 §9.2.1: GET, HEAD, OPTIONS. `other` is taken for unsafe.
constexpr bool is_safe(Method method) noexcept {
    return method == Method::get || method == Method::head || method == Method::options;
}

}  // namespace tined::http
