#include "handlers/request_objects.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "crypto/signed_value.hpp"
#include "handlers/exchange.hpp"

namespace tined::handlers {

namespace {

using value::Value;

Value version_text(http::Version version) {
    return Value::borrowed(version == http::Version::http_1_0 ? "HTTP/1.0" : "HTTP/1.1");
}

/// Bytes of a client as text: what is no UTF-8 would break every template and JSON it reaches.
Value body_text(std::string_view bytes) {
    return base::is_utf8(bytes) ? Value::borrowed(bytes) : Value();
}

/// The members of `request`, each with what makes it. names.cpp knows the same names.
struct Member {
    std::string_view name;
    Value (*make)(const Exchange&);
};

const Member request_members[] = {
    {"method", [](const Exchange& e) { return Value::borrowed(e.request().head().method_text); }},
    // What the client wrote is ASCII without spaces or quotes: a URL already.
    {"uri", [](const Exchange& e) { return Value::borrowed(e.request().head().target); }},
    {"path", [](const Exchange& e) { return Value::borrowed(e.request().path().text); }},
    {"query_string", [](const Exchange& e) { return Value::borrowed(e.request().head().query); }},
    {"version", [](const Exchange& e) { return version_text(e.request().head().version); }},
    {"protocol", [](const Exchange& e) { return Value::borrowed(e.request().client().protocol); }},
    {"host", [](const Exchange& e) { return Value::borrowed(e.request().client().host); }},
    {"full_url", [](const Exchange& e) { return Value(e.full_url()); }},
    {"address", [](const Exchange& e) { return Value::borrowed(e.request().client().address); }},
    {"headers", [](const Exchange& e) { return Value::borrowed(e.headers()); }},
    {"body", [](const Exchange& e) { return body_text(e.request().body().collected()); }},
    {"json", [](const Exchange& e) { return e.json(); }},
    {"time", [](const Exchange& e) { return Value(seconds_since_epoch(e.request().received())); }},
    {"id", [](const Exchange& e) { return Value::borrowed(id_of(e.request())); }},
};

/// The cookie's value, if its signature holds; else undefined.
Value believed(const Exchange& exchange, std::string_view name, const Value& sent) {
    const auto& settings = exchange.site().settings.cookies;
    const auto now = std::chrono::floor<std::chrono::seconds>(exchange.request().received());
    const auto text =
        crypto::verify_value(settings.keys, name, sent.as_text(), now, settings.max_age);
    if (!text || !base::is_utf8(*text)) return Value::undefined(name);
    return Value(*text);
}

}  // namespace

std::string_view id_of(const http::Request& request) noexcept {
    return request.id().front() == '\0' ? std::string_view() : request.id();
}

double seconds_since_epoch(std::chrono::system_clock::time_point time) noexcept {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

Value RequestObject::member(std::string_view name) const {
    for (const auto& member : request_members) {
        if (member.name == name) return member.make(exchange_);
    }
    return Value::undefined(name);
}

std::vector<std::pair<std::string, Value>> RequestObject::members() const {
    std::vector<std::pair<std::string, Value>> all;
    for (const auto& member : request_members) {
        all.emplace_back(std::string(member.name), member.make(exchange_));
    }
    return all;
}

Value SignedObject::member(std::string_view name) const {
    const auto asked = std::ranges::find(asked_, name, &decltype(asked_)::value_type::first);
    if (asked != asked_.end()) return asked->second;
    const Value sent = exchange_.cookies().member(name);
    if (!sent.is_text()) return Value::undefined(name);
    return asked_.emplace_back(name, believed(exchange_, name, sent)).second;
}

std::vector<std::pair<std::string, Value>> SignedObject::members() const {
    std::vector<std::pair<std::string, Value>> all;
    for (const auto& [name, sent] : exchange_.cookies().members()) {
        Value value = believed(exchange_, name, sent);
        if (!value.is_undefined()) all.emplace_back(name, std::move(value));
    }
    return all;
}

}  // namespace tined::handlers
