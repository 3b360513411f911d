#include "handlers/made_request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "http/refusal.hpp"
#include "http/target.hpp"

namespace tined::handlers {

namespace {

// What is wanted of a URL that names no host.
constexpr std::string_view default_host = "localhost";

std::string bytes_of(const RequestWords& words) {
    std::string head = fmt::format("{} {} HTTP/1.1\r\n", words.method, words.target);
    const bool has_host = std::ranges::any_of(words.headers, [](const auto& field) {
        return base::equals_ignoring_case(field.first, "Host");
    });
    if (!has_host) head += fmt::format("Host: {}\r\n", default_host);
    for (const auto& [name, value] : words.headers) head += fmt::format("{}: {}\r\n", name, value);
    if (!words.body.empty()) head += fmt::format("Content-Length: {}\r\n", words.body.size());
    return head + "\r\n";
}

std::unexpected<std::string> refused(const http::Refusal& refusal) {
    return std::unexpected("the request is refused: " + std::string(refusal.reason_text));
}

}  // namespace

std::expected<std::unique_ptr<MadeRequest>, std::string> MadeRequest::make(
    const RequestWords& words, std::chrono::system_clock::time_point received) {
    std::unique_ptr<MadeRequest> made(new MadeRequest(words.body));
    made->bytes_ = bytes_of(words);
    const auto head = made->parser_.parse(made->bytes_);
    if (!head) return refused(http::refusal_for(head.error()));
    if (*head == nullptr) return std::unexpected("the request is not whole");
    http::RequestParts& parts = made->parts_;
    parts.head = *head;
    parts.received = received;
    if (const auto path = http::decode_path((*head)->raw_path, parts.path); !path) {
        return refused(http::refusal_for(path.error()));
    }
    parts.id.fill('0');
    parts.client.address = "127.0.0.1";
    parts.client.protocol = words.target.starts_with("https://") ? "https" : "http";
    parts.client.host = base::to_lower((*head)->authority);
    return made;
}

}  // namespace tined::handlers
