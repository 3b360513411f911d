#include "handlers/local_name.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "handlers/host_pattern.hpp"
#include "http/address.hpp"

namespace tined::handlers {
namespace {

// RFC 6761, RFC 6762, RFC 8375, and what ICANN has set aside (.internal); .lan is many a router's.
constexpr std::array<std::string_view, 6> zones_of_nobody = {".localhost", ".local", ".test",
                                                             ".internal",  ".lan",   ".home.arpa"};

bool is_this_machine(std::string_view name) {
    std::array<char, 256> own{};
    return ::gethostname(own.data(), own.size() - 1) == 0 &&
           name == base::to_lower(std::string_view(own.data()));
}

}  // namespace

bool is_local_name(std::string_view authority) {
    std::string name = base::to_lower(host_of(authority));
    if (name.starts_with('[')) return true;  // an IPv6 address, or it would be no authority
    if (name.ends_with('.')) name.pop_back();
    if (!name.contains('.') || http::Address::parse(name)) return true;
    const auto ends = [&](std::string_view zone) { return name.ends_with(zone); };
    return std::ranges::any_of(zones_of_nobody, ends) || is_this_machine(name);
}

}  // namespace tined::handlers
