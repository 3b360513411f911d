// A request for a file, as send_file() and StaticFiles are given it.
#pragma once

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "http/memory_body.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/target.hpp"

namespace tined::handlers {

/// Keeps all that its request() points to; the texts are the caller's literals.
class FileRequest {
public:
    explicit FileRequest(std::string_view target = "/",
                         std::chrono::system_clock::time_point now = {})
        : request_(parts_, body_) {
        parts_.head = &head_;
        parts_.received = now;
        const std::size_t mark = target.find('?');
        head_.raw_path = target.substr(0, mark);
        if (mark != std::string_view::npos) head_.query = target.substr(mark + 1);
        BOOST_TEST_REQUIRE(http::decode_path(head_.raw_path, parts_.path).has_value());
    }
    // The request points into it.
    FileRequest(const FileRequest&) = delete;
    FileRequest& operator=(const FileRequest&) = delete;

    FileRequest& method(http::Method method) {
        head_.method = method;
        return *this;
    }
    FileRequest& field(std::string_view name, std::string_view value) {
        head_.fields.add(name, value);
        return *this;
    }
    const http::Request& request() const noexcept { return request_; }
    /// The path's segments, as a static route at "/" has them below it.
    const std::vector<std::string_view>& rest() const noexcept { return parts_.path.segments; }

private:
    http::RequestHead head_;
    http::RequestParts parts_;
    http::MemoryBody body_;
    http::Request request_;
};

/// The value of a field, or "(none)".
inline std::string_view value_of(const http::Response& response, std::string_view name) {
    return response.fields().find(name).value_or("(none)");
}

/// The bytes of a body that is in memory.
inline std::string_view text_of(const http::Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body())) return *text;
    if (const auto* shared = std::get_if<http::SharedBody>(&response.body())) return **shared;
    return {};
}

}  // namespace tined::handlers
