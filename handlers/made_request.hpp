// A request that nobody sent: made from words, and read by the same parser as any other. So what
// `tests:` and `tined explain` ask is what a client would.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/limits.hpp"
#include "http/memory_body.hpp"
#include "http/request.hpp"
#include "http/request_parser.hpp"

namespace tined::handlers {

struct RequestWords {
    using Fields = std::vector<std::pair<std::string, std::string>>;

    std::string method;
    std::string target;  ///< a path, or a whole URL, which says protocol and host
    Fields headers;      ///< a Host among them goes before the target's
    std::string body;    ///< its length is told, if it has one
};

class MadeRequest {
public:
    /// The error is one sentence: why tined would refuse it.
    static std::expected<std::unique_ptr<MadeRequest>, std::string> make(
        const RequestWords& words, std::chrono::system_clock::time_point received);
    // The request's views point into it.
    MadeRequest(const MadeRequest&) = delete;
    MadeRequest& operator=(const MadeRequest&) = delete;

    http::Request& request() noexcept { return request_; }

private:
    explicit MadeRequest(std::string body)
        : parser_(limits_), body_(std::move(body)), request_(parts_, body_) {}

    const http::Limits limits_;
    std::string bytes_;
    http::RequestParser parser_;
    http::RequestParts parts_;
    http::MemoryBody body_;
    http::Request request_;
};

}  // namespace tined::handlers
