#include "app/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "app/http_error.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "handlers/argument_rule.hpp"
#include "handlers/exchange.hpp"
#include "handlers/handler.hpp"
#include "http/refusal.hpp"
#include "value/json.hpp"

namespace tined::app {

namespace {

using value::Value;

HttpError error_of(http::BodyError error) { return HttpError(http::status_for(error)); }

HttpError error_of(const handlers::Failure& failure) { return HttpError(failure.status); }

/// What a name of an exchange's object stands for; undefined if there is none of that name.
Value member(const handlers::Exchange& exchange, handlers::Name object, std::string_view name) {
    return exchange.value_of(static_cast<templates::Slot>(object)).member(name);
}

std::optional<std::string> text_or_nothing(const Value& value) {
    return value.is_text() ? std::optional<std::string>(value.as_text()) : std::nullopt;
}

}  // namespace

handlers::Exchange& Request::exchange() const {
    if (call_->exchange == nullptr) {
        throw std::logic_error("the request is over: a stream is given what it needs of it");
    }
    return *call_->exchange;
}

std::string_view Request::method() const { return exchange().request().head().method_text; }
std::string_view Request::path() const { return exchange().request().path().text; }
std::string_view Request::uri() const { return exchange().request().head().target; }
std::string_view Request::query_string() const { return exchange().request().head().query; }
std::string_view Request::host() const { return exchange().request().client().host; }
std::string_view Request::protocol() const { return exchange().request().client().protocol; }
std::string_view Request::remote_address() const { return exchange().request().client().address; }
std::string_view Request::id() const { return handlers::id_of(exchange().request()); }
std::chrono::system_clock::time_point Request::received() const {
    return exchange().request().received();
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    return exchange().request().head().fields.find_last(name);
}

std::vector<std::pair<std::string_view, std::string_view>> Request::headers() const {
    std::vector<std::pair<std::string_view, std::string_view>> all;
    for (const http::Field& field : exchange().request().head().fields) {
        all.emplace_back(field.name, field.value);
    }
    return all;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    return text_or_nothing(exchange().cookies().member(name));
}

std::optional<std::string> Request::signed_cookie(std::string_view name) const {
    return text_or_nothing(member(exchange(), handlers::Name::signed_, name));
}

std::vector<std::string> Request::arguments(std::string_view name) const {
    std::vector<std::string> all;
    for (const Value& value : exchange().arguments().all(name)) all.push_back(value.print());
    return all;
}

event::Task<std::string_view> Request::body() const {
    const Request self = *this;
    const auto collected = co_await self.exchange().request().body().collect();
    if (!collected) throw error_of(collected.error());
    co_return *collected;
}

event::Task<std::string> Request::text() const {
    const Request self = *this;
    const std::string_view bytes = co_await self.body();
    if (!base::is_utf8(bytes)) throw HttpError(400, "The body is no UTF-8");
    co_return std::string(bytes);
}

event::Task<Value> Request::json() const {
    const Request self = *this;
    const std::string_view bytes = co_await self.body();
    const auto parsed = value::parse_json(bytes);
    if (!parsed) throw HttpError(400, "The body is no JSON");
    co_return *parsed;
}

event::Task<std::vector<Upload>> Request::form() const {
    const Request self = *this;
    co_await self.body();
    const auto read = self.exchange().read_body({.body = true, .form = true});
    if (!read) throw error_of(read.error());
    std::vector<Upload> uploads;
    for (const auto& file : self.exchange().uploads()) {
        uploads.push_back({file.name, file.filename, file.content_type, file.content});
    }
    co_return uploads;
}

event::Task<std::string_view> Request::read() const {
    const Request self = *this;
    const auto piece = co_await self.exchange().request().body().read();
    if (!piece) throw error_of(piece.error());
    co_return *piece;
}

Value Request::param_value(std::string_view name) const {
    return member(exchange(), handlers::Name::params, name);
}

Value Request::argument_value(std::string_view name) const {
    return exchange().arguments().member(name);
}

Value Request::setting_value(std::string_view name) const {
    const handlers::Exchange& now = exchange();
    const auto& settings = call_->place->settings;
    const auto found = std::ranges::find(settings, name, &handlers::HandlerSetting::name);
    if (found == settings.end()) {
        throw std::logic_error(fmt::format("the handler has declared no option {}", name));
    }
    return found->slot ? now.value_of(*found->slot) : found->fallback;
}

Value Request::boolean_from(const Value& sent) {
    if (!sent.is_text()) return sent;
    const auto boolean = handlers::boolean_from(sent.as_text());
    return boolean ? Value(*boolean) : sent;
}

Value Request::integer_from(const Value& sent) {
    if (!sent.is_text()) return sent;
    const auto number = base::parse_integer<std::int64_t>(sent.as_text());
    return number ? Value(*number) : sent;
}

Value Request::real_from(const Value& sent) {
    if (!sent.is_text()) return sent;
    const auto number = base::parse_real(sent.as_text());
    return number ? Value(*number) : sent;
}

void Request::refuse_param() { throw HttpError(404); }

void Request::refuse(const ConversionError& error, const Value& sent) {
    value::Map fault;
    fault.set("code", error.message() == "is missing" ? "required" : "type");
    fault.set("message", error.message());
    // Of a body that was to be a struct the fault is in a member: the whole is not its value.
    if (sent.is_text() || sent.is_number()) fault.set("value", sent);
    value::Map fields;
    fields.set(error.path(), std::move(fault));
    throw HttpError(422).with_fields(std::move(fields));
}

void Request::blame(std::string_view what, std::string_view name, const ConversionError& error) {
    throw std::logic_error(fmt::format("{}{}: {}", what, name, error.message()));
}

}  // namespace tined::app
