#include "http/client_error.hpp"

#include <fmt/format.h>

#include <array>

namespace tined::http {
namespace {

constexpr std::array<std::string_view, 10> names = {
    "bad_request",  "unresolved", "unconnected", "untrusted",  "timed_out",
    "disconnected", "malformed",  "too_large",   "bad_coding", "too_many_redirects"};

}  // namespace

std::string_view name_of(ClientFault fault) noexcept {
    return names[static_cast<std::size_t>(fault)];
}

ClientError client_error(event::StreamError error, std::string_view awaited) {
    if (error == event::StreamError::timed_out) {
        return {ClientFault::timed_out, fmt::format("{} took too long", awaited)};
    }
    return {ClientFault::disconnected,
            fmt::format("the connection ended before {} was whole", awaited)};
}

}  // namespace tined::http
