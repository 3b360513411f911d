// `tests:` of tined.yaml: requests asked of the site without a port and with no effects, and what
// their answers must be.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/reader.hpp"
#include "http/method.hpp"
#include "http/service.hpp"
#include "value/value.hpp"

namespace tined::crypto {
struct KeyRing;
}

namespace tined::event {
class Loop;
}

namespace tined::handlers {

struct SiteCheck {
    using Texts = std::vector<std::pair<std::string, std::string>>;

    config::Problem place;  ///< where it stands; its message is filled when it fails
    std::string request;    ///< "GET /users/7", as written
    std::string method;
    std::string target;
    Texts headers;
    Texts cookies;
    Texts signed_cookies;
    std::string body;

    // What is expected; what is not written is not looked at.
    std::optional<int> status;
    std::optional<value::Value> json;  ///< equal to the whole answer's
    std::vector<std::string> contains;
    std::optional<std::string> text;  ///< the whole body
    Texts expected_headers;

    /// Empty when it told a problem.
    static std::optional<SiteCheck> read(const config::Reader& value);
};

/// Asks `service`, and turns `loop` until it has answered; the first thing that is not as expected,
/// in words, or nothing. Of a stream the first MiB is looked at.
std::optional<std::string> run_site_check(const SiteCheck& test, http::Service& service,
                                          const crypto::KeyRing& keys, event::Loop& loop);

}  // namespace tined::handlers
