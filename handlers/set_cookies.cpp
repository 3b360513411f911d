#include "handlers/set_cookies.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "config/typed.hpp"
#include "crypto/signed_value.hpp"
#include "handlers/exchange.hpp"
#include "http/cookies.hpp"

namespace tined::handlers {

namespace {

using Defaults = config::CookieDefaults;

/// One cookie as the file has it. Without a value it is cleared.
struct Written {
    std::string name;
    std::optional<templates::Template> value = {};
    bool is_signed = false;
    std::optional<std::chrono::milliseconds> max_age = {};
    std::string domain = {};
    Defaults with = {};
};

http::SetCookie clearing(http::SetCookie cookie) {
    cookie.value.clear();
    cookie.max_age = std::chrono::seconds(0);
    return cookie;
}

class SetCookies final : public Part {
public:
    SetCookies(std::vector<Written> cookies, Needs needs) : cookies_(std::move(cookies)) {
        needs_ = needs;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        for (const auto& written : cookies_) {
            auto cookie = make(written, exchange);
            if (!cookie) return std::unexpected(std::move(cookie.error()));
            exchange.set_cookies.push_back(std::move(*cookie));
        }
        return Progress::next;
    }

private:
    static std::expected<http::SetCookie, Failure> make(const Written& written,
                                                        const Exchange& exchange) {
        auto cookie = cookie_with_defaults(written.name, written.with, exchange.request());
        cookie.domain = written.domain;
        if (!written.value) return clearing(std::move(cookie));
        if (const auto rendered = written.value->render(exchange, cookie.value); !rendered) {
            return std::unexpected(failure_of(rendered.error()));
        }
        const auto now = std::chrono::floor<std::chrono::seconds>(exchange.request().received());
        if (written.is_signed) {
            const auto& keys = exchange.site().settings.cookies.keys;
            cookie.value = crypto::sign_value(keys, cookie.name, cookie.value, now);
        }
        if (written.max_age) {
            cookie.max_age = std::chrono::ceil<std::chrono::seconds>(*written.max_age);
        }
        if (!http::write_set_cookie(cookie, now)) {
            return std::unexpected(failure_of(written.value->fault(fmt::format(
                "cookies.{}: the value has a `;` or a control character", written.name))));
        }
        return cookie;
    }

    std::vector<Written> cookies_;
};

class ClearCookies final : public Part {
public:
    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        const auto& defaults = exchange.site().settings.cookies.defaults;
        for (const auto& [name, value] : exchange.cookies().members()) {
            if (!base::is_token(name)) continue;  // no server could have set it by that name
            exchange.set_cookies.push_back(
                clearing(cookie_with_defaults(std::string(name), defaults, exchange.request())));
        }
        return Progress::next;
    }
};

const config::OneOf<Defaults::Secure> secure_words{{{"true", Defaults::Secure::on},
                                                    {"false", Defaults::Secure::off},
                                                    {"auto", Defaults::Secure::by_protocol}}};
const config::OneOf<http::SameSite> same_site_words{{{"Lax", http::SameSite::lax},
                                                     {"Strict", http::SameSite::strict},
                                                     {"None", http::SameSite::none},
                                                     {"off", http::SameSite::unset}}};

void read_value(const config::Reader& value, StepContext& context, Written& written, Needs& needs) {
    written.value = compile_text(value, context, templates::no_escaping(), needs);
}

void read_one(const config::Reader& value, StepContext& context, Written& written, Needs& needs) {
    config::MappingReader in(value, "a text, off, or a mapping with value");
    if (const auto text = in.take("value")) {
        read_value(*text, context, written, needs);
    } else {
        value.fail("value is missing; off clears a cookie");
    }
    in.read("signed", written.is_signed, config::as_boolean);
    if (written.is_signed && context.settings.cookies.keys.keys.empty()) {
        in.fail_at_key("signed", "nothing can be signed without a key; name one in cookies.keys");
    }
    const auto max_age = in.take("max_age");
    if (max_age) written.max_age = config::as_duration(*max_age);
    in.read("path", written.with.path, config::as_nonempty_text);
    in.read("domain", written.domain, config::as_nonempty_text);
    in.read("http_only", written.with.http_only, config::as_boolean);
    in.read("secure", written.with.secure, secure_words);
    in.read("same_site", written.with.same_site, same_site_words);
    in.later({"encrypted"});
    in.finish();
}

/// The literal parts of a cookie; a value that is made for each request is tried then.
void check(const config::Reader& value, const Written& written) {
    const bool is_literal = written.value && written.value->is_constant() && !written.is_signed;
    http::SetCookie trial;
    trial.name = written.name;
    trial.value = is_literal ? written.value->leading_text() : "x";
    trial.path = written.with.path;
    trial.domain = written.domain;
    const auto tried = http::write_set_cookie(trial, {});
    if (tried) return;
    switch (tried.error()) {
        case http::CookieError::bad_name:
            return value.fail(fmt::format("\"{}\" cannot name a cookie", written.name));
        case http::CookieError::bad_value:
            return value.fail("a cookie's value has no `;` and no control characters");
        case http::CookieError::bad_path:
            return value.fail("path must begin with / and have no `;`");
        case http::CookieError::bad_domain:
            return value.fail(fmt::format("\"{}\" is no domain", written.domain));
    }
}

}  // namespace

http::SetCookie cookie_with_defaults(std::string name, const Defaults& defaults,
                                     const http::Request& request) {
    http::SetCookie cookie;
    cookie.name = std::move(name);
    cookie.path = defaults.path;
    cookie.http_only = defaults.http_only;
    cookie.secure =
        defaults.secure == Defaults::Secure::on ||
        (defaults.secure == Defaults::Secure::by_protocol && request.client().protocol == "https");
    cookie.same_site = defaults.same_site;
    return cookie;
}

std::unique_ptr<Part> read_set_cookies(const config::Reader& value, StepContext& context) {
    config::MappingReader in(value, "a mapping of names to cookies");
    std::vector<Written> cookies;
    Needs needs;
    for (const auto& [name, cookie] : in.take_all()) {
        Written written{.name = std::string(name), .with = context.settings.cookies.defaults};
        if (cookie.node().kind == config::NodeKind::mapping) {
            read_one(cookie, context, written, needs);
        } else if (!cookie.is_off()) {
            read_value(cookie, context, written, needs);
        }
        check(cookie, written);
        cookies.push_back(std::move(written));
    }
    return std::make_unique<SetCookies>(std::move(cookies), needs);
}

std::unique_ptr<Part> read_clear_cookies(const config::Reader& value, StepContext&) {
    if (!value.node().is_word("true")) {
        value.expected("true");
        return nullptr;
    }
    return std::make_unique<ClearCookies>();
}

}  // namespace tined::handlers
