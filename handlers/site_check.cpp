#include "handlers/site_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/typed.hpp"
#include "crypto/signed_value.hpp"
#include "event/run.hpp"
#include "handlers/body_bytes.hpp"
#include "handlers/made_request.hpp"
#include "http/target.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

SiteCheck::Texts as_texts(const config::Reader& value) {
    config::MappingReader in(value, "a mapping of names to texts");
    SiteCheck::Texts texts;
    for (const auto& [name, item] : in.take_all()) {
        if (auto text = config::as_text(item)) texts.emplace_back(name, std::move(*text));
    }
    return texts;
}

/// "GET /users/7" or "POST https://a.example/login".
bool read_request(const config::Reader& value, SiteCheck& test) {
    const auto text = config::as_nonempty_text(value);
    if (!text) return false;
    test.request = *text;
    const auto halves = base::split_once(*text, ' ');
    if (!halves || halves->after.empty()) {
        value.expected("a method and a path, as GET /users/7");
        return false;
    }
    test.method = halves->before;
    test.target = halves->after;
    return true;
}

bool has_header(const SiteCheck& test, std::string_view name) {
    return std::ranges::any_of(test.headers, [&](const auto& field) {
        return base::equals_ignoring_case(field.first, name);
    });
}

void set_type(SiteCheck& test, std::string type) {
    if (!has_header(test, "Content-Type")) {
        test.headers.emplace_back("Content-Type", std::move(type));
    }
}

/// form: and json: make the body, and say of what type it is, unless `headers` does.
void read_body(config::MappingReader& in, SiteCheck& test) {
    in.only_one_of({"form", "json", "body"});
    if (const auto form = in.take("form")) {
        for (const auto& [name, text] : as_texts(*form)) {
            if (!test.body.empty()) test.body += '&';
            test.body += http::encode_component(name) + "=" + http::encode_component(text);
        }
        set_type(test, "application/x-www-form-urlencoded");
    }
    if (const auto json = in.take("json")) {
        value::write_json(config::as_value(json->node()), test.body);
        set_type(test, "application/json");
    }
    in.read("body", test.body, config::as_text);
}

void read_expectation(const config::Reader& value, SiteCheck& test) {
    config::MappingReader in(value, "a mapping of what the answer must be");
    const auto optional = [&](std::string_view key, auto& target, const auto& get) {
        if (const auto found = in.take(key)) target = get(*found);
    };
    optional("status", test.status, config::Integer<int>{200, 599});
    optional("text", test.text, config::as_text);
    if (const auto json = in.take("json")) test.json = config::as_value(json->node());
    if (const auto contains = in.take("contains")) {
        for (const auto& item : contains->items_or_self()) {
            if (auto text = config::as_nonempty_text(item)) test.contains.push_back(*text);
        }
    }
    if (const auto headers = in.take("headers")) test.expected_headers = as_texts(*headers);
    in.finish();
    if (value.node().kind == config::NodeKind::mapping && value.node().entries.empty()) {
        value.fail("a test that expects nothing cannot fail");
    }
}

RequestWords words_of(const SiteCheck& test, const crypto::KeyRing& keys,
                      std::chrono::sys_seconds now) {
    RequestWords words{test.method, test.target, test.headers, test.body};
    std::string cookies;
    const auto add_cookie = [&](std::string_view name, std::string_view value) {
        if (!cookies.empty()) cookies += "; ";
        cookies += fmt::format("{}={}", name, value);
    };
    for (const auto& [name, value] : test.cookies) add_cookie(name, value);
    for (const auto& [name, value] : test.signed_cookies) {
        add_cookie(name, crypto::sign_value(keys, name, value, now));
    }
    if (!cookies.empty()) words.headers.emplace_back("Cookie", std::move(cookies));
    return words;
}

std::string shown(std::string_view text) {
    constexpr std::size_t most = 200;
    std::string escaped = base::escape_for_message(text.substr(0, most));
    return text.size() > most ? escaped + "..." : escaped;
}

std::string json_text(const Value& value) {
    std::string text;
    value::write_json(value, text);
    return text;
}

std::optional<std::string> compare_json(const Value& expected, std::string_view body) {
    const auto answered = value::parse_json(body);
    if (!answered) return fmt::format("expected JSON, got \"{}\"", shown(body));
    if (*answered == expected) return std::nullopt;
    return fmt::format("expected the JSON {}, got {}", json_text(expected), json_text(*answered));
}

std::optional<std::string> compare(const SiteCheck& test, const http::Response& response,
                                   event::Loop& loop) {
    if (test.status && response.status() != *test.status) {
        return fmt::format("expected status {}, got {}", *test.status, response.status());
    }
    for (const auto& [name, value] : test.expected_headers) {
        const auto answered = response.fields().find(name);
        if (!answered) return fmt::format("expected the header {}, there is none", name);
        // A type is meant without its parameters, unless they are written.
        if (*answered == value || answered->starts_with(value + ";")) continue;
        return fmt::format("expected {}: {}, got {}", name, value, *answered);
    }
    const std::string body = body_bytes(response, loop);
    for (const auto& text : test.contains) {
        if (body.contains(text)) continue;
        return fmt::format("expected \"{}\" in the answer, got \"{}\"", text, shown(body));
    }
    if (test.text && body != *test.text) {
        return fmt::format("expected the text \"{}\", got \"{}\"", shown(*test.text), shown(body));
    }
    if (test.json) return compare_json(*test.json, body);
    return std::nullopt;
}

}  // namespace

std::optional<SiteCheck> SiteCheck::read(const config::Reader& value) {
    if (value.node().kind != config::NodeKind::mapping) {
        value.expected("a test: a mapping with request and expect");
        return std::nullopt;
    }
    config::MappingReader in(value);
    SiteCheck test;
    test.place = {.file = std::string(value.place().file),
                  .line = value.place().line,
                  .column = value.place().column,
                  .path = value.path(),
                  .message = {}};
    const auto request = in.take("request");
    if (!request) value.fail("request is missing");
    const bool is_right = request && read_request(*request, test);
    if (const auto headers = in.take("headers")) test.headers = as_texts(*headers);
    if (const auto cookies = in.take("cookies")) test.cookies = as_texts(*cookies);
    if (const auto names = in.take("signed")) test.signed_cookies = as_texts(*names);
    read_body(in, test);
    if (const auto expect = in.take("expect")) {
        read_expectation(*expect, test);
    } else {
        value.fail("expect is missing: a test that expects nothing cannot fail");
    }
    in.finish();
    if (!is_right) return std::nullopt;
    return test;
}

std::optional<std::string> run_site_check(const SiteCheck& test, http::Service& service,
                                          const crypto::KeyRing& keys, event::Loop& loop) {
    if (!test.signed_cookies.empty() && keys.keys.empty()) {
        return "signed: nothing can be signed without a key; name one in cookies.keys";
    }
    const auto now = std::chrono::system_clock::now();
    const auto made =
        MadeRequest::make(words_of(test, keys, std::chrono::floor<std::chrono::seconds>(now)), now);
    if (!made) return made.error();
    const http::Response response = event::run(loop, service.serve((*made)->request()));
    return compare(test, response, loop);
}

}  // namespace tined::handlers
