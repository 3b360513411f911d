// A site out of the text of a tined.yaml, asked without a port: what a request comes to, end to end
// below the connection.
#pragma once

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/text.hpp"
#include "config/load.hpp"
#include "handlers/site.hpp"
#include "http/limits.hpp"
#include "http/memory_body.hpp"
#include "http/request_parser.hpp"
#include "http/target.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::tests {

struct Answer {
    int status;
    std::string reason;
    std::string fields;  ///< as on the wire
    std::string body;

    /// The first field of that name, or "(none)".
    std::string field(std::string_view name) const {
        for (const auto line : base::split(fields, '\n')) {
            const auto halves = base::split_once(line, ':');
            if (halves && base::equals_ignoring_case(halves->before, name)) {
                return std::string(base::trim(halves->after));
            }
        }
        return "(none)";
    }
};

class AskedSite {
public:
    /// `yaml` is the file; those that it names are written before, through folder().
    explicit AskedSite(std::string_view yaml) : AskedSite(nullptr, yaml) {}
    /// `handlers` outlives it.
    AskedSite(std::shared_ptr<TemporaryFolder> folder, std::string_view yaml,
              const handlers::HandlerTable& handlers = handlers::HandlerTable::none())
        : folder_(folder ? std::move(folder) : std::make_shared<TemporaryFolder>()) {
        const auto path = folder_->write("tined.yaml", yaml);
        loaded_ = config::load(path, {}, problems_);
        if (loaded_) site_ = handlers::Site::read(*loaded_, handlers, problems_);
    }

    /// What was wrong, without the folder's name; empty if nothing was.
    std::string problems() const {
        std::string text = problems_.to_string();
        const std::string folder = folder_->path().string() + "/";
        for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
            text.erase(at, folder.size());
        }
        return text;
    }

    handlers::Site& site() {
        BOOST_TEST_REQUIRE(site_ != nullptr, problems());
        return *site_;
    }

    const config::Loaded& loaded() const { return loaded_.value(); }

    /// `fields` are lines with their CRLF. The body's length is told if it has one.
    Answer ask(std::string_view request, std::string fields = {}, std::string body = {}) {
        std::string head = std::string(request) + " HTTP/1.1\r\nHost: a.example\r\n" + fields;
        if (!body.empty()) head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        head += "\r\n";
        const http::Limits limits;
        http::RequestParser parser(limits);
        const auto parsed = parser.parse(head);
        BOOST_TEST_REQUIRE((parsed.has_value() && *parsed != nullptr));
        http::RequestParts parts;
        parts.head = *parsed;
        parts.received = now;
        parts.client = {"203.0.113.9", protocol, "a.example"};
        parts.id.fill('0');
        BOOST_TEST_REQUIRE(http::decode_path((*parsed)->raw_path, parts.path).has_value());
        http::MemoryBody memory(std::move(body));
        http::Request asked(parts, memory);
        event::Running<http::Response> running(site().serve(asked), [](void*) {}, nullptr);
        BOOST_TEST_REQUIRE(running.is_done());
        return answer_of(running.take());
    }

    std::string protocol = "http";
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();

private:
    static Answer answer_of(const http::Response& response) {
        Answer answer{response.status(),
                      std::string(response.reason()),
                      std::string(response.fields().text()),
                      {}};
        if (const auto* text = std::get_if<std::string>(&response.body())) answer.body = *text;
        if (const auto* text = std::get_if<http::SharedBody>(&response.body())) {
            answer.body = **text;
        }
        return answer;
    }

    std::shared_ptr<TemporaryFolder> folder_;  // shared with the test, which fills it
    config::Problems problems_;
    std::optional<config::Loaded> loaded_;
    std::unique_ptr<handlers::Site> site_;
};

}  // namespace tined::tests
