// The host of a route or group: `intra.example.com`, or `*.intra.example.com` for every name below
// it (any number of labels, at least one). Compared in lower case, without the port.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tined::handlers {

struct HostPattern {
    std::string name;  ///< lower case; of a wildcard what follows the '*', with its dot
    bool is_wildcard = false;

    bool operator==(const HostPattern&) const = default;
};

/// The error is one sentence for who wrote it: a port, an empty label, a `*` that is not the first.
std::expected<HostPattern, std::string> parse_host_pattern(std::string_view text);

/// A request's authority without its port and without the dot that may end a name. A view into
/// `authority`, which is in lower case already (http::Requester::host). "[::1]:80" is "[::1]".
std::string_view host_of(std::string_view authority) noexcept;

}  // namespace tined::handlers
