#include "handlers/error_page.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "http/status.hpp"
#include "template/escaper.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

constexpr std::string_view html_source =
    R"html(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{{ status }} {{ reason }}</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; )html"
    R"html(padding: 0 1rem } small { opacity: .6 }</style>
<h1>{{ status }} {{ reason }}</h1>
{% if fields %}<ul>
{% for name, fault in fields.items() %}<li><b>{{ name }}</b> {{ fault.message }}</li>
{% endfor %}</ul>
{% endif %}{% if id %}<p><small>Request {{ id }}</small></p>
{% endif %}</html>
)html";
constexpr std::string_view text_source =
    R"text({{ status }} {{ reason }}
{% if fields %}{% for name, fault in fields.items() %}{{ name }}: {{ fault.message }}
{% endfor %}{% endif %}{% if id %}Request {{ id }}
{% endif %})text";

/// Of what a page is made. In the order of their slots.
constexpr std::array<std::string_view, 4> names = {"status", "reason", "fields", "id"};

class PageNames final : public templates::Names {
public:
    PageNames(const Failure& failure, std::string_view reason, std::string_view id)
        : values_{failure.status, Value::borrowed(reason), failure.fields, Value::borrowed(id)} {}

    Value value_of(templates::Slot slot) const override {
        return slot < values_.size() ? values_[slot] : Value();
    }

private:
    std::array<Value, names.size()> values_;
};

templates::Template compile(templates::Environment& environment, std::string_view source,
                            const templates::Escaper& escaper) {
    auto page = environment.compile_text(source, {.file = "the error page"}, escaper);
    if (!page) throw std::logic_error(templates::to_string(page.error()));
    return std::move(*page);
}

// Makes the names' slots before anything is compiled, so that they are known.
templates::Symbols& with_names(templates::Symbols& symbols) {
    for (const std::string_view name : names) symbols.slot_of(name);
    return symbols;
}

std::string render(const templates::Template& page, const PageNames& told) {
    std::string out;
    const auto done = page.render(told, out);
    if (!done) throw std::logic_error(templates::to_string(done.error()));
    return out;
}

std::string json_page(const Failure& failure, std::string_view reason, std::string_view id) {
    value::Map error;
    error.set("status", failure.status);
    error.set("reason", Value(reason));
    if (failure.fields.is_mapping()) error.set("fields", failure.fields);
    if (!id.empty()) error.set("request", Value(id));
    value::Map page;
    page.set("error", Value(std::move(error)));
    std::string out;
    value::write_json(page, out);
    return out + "\n";
}

const http::FieldBlock& type_of(http::PageKind kind) noexcept {
    static const http::FieldBlock types[] = {{"Content-Type", "text/html; charset=UTF-8"},
                                             {"Content-Type", "application/json; charset=UTF-8"},
                                             {"Content-Type", "text/plain; charset=UTF-8"}};
    return types[static_cast<std::size_t>(kind)];
}

}  // namespace

BuiltinErrorPage::BuiltinErrorPage()
    : environment_(with_names(symbols_), {}),
      html_(compile(environment_, html_source, templates::html_escaping())),
      text_(compile(environment_, text_source, templates::no_escaping())) {}

std::string BuiltinErrorPage::make(const Failure& failure, http::PageKind kind,
                                   std::string_view id) const {
    const std::string_view reason =
        failure.reason.empty() ? http::reason_phrase(failure.status) : failure.reason;
    switch (kind) {
        case http::PageKind::html:
            return render(html_, PageNames(failure, reason, id));
        case http::PageKind::json:
            return json_page(failure, reason, id);
        case http::PageKind::text:
            return render(text_, PageNames(failure, reason, id));
    }
    return {};  // not reached: the switch knows every kind
}

const BuiltinErrorPage::Ready& BuiltinErrorPage::ready(int status, http::PageKind kind) const {
    const auto [entry, is_new] = ready_[static_cast<std::size_t>(kind)].try_emplace(status);
    if (is_new) {
        constexpr std::string_view stand_in = "-the-id-";  // no kind of page escapes any of it
        const std::string page = make({.status = status}, kind, stand_in);
        const std::size_t at = page.find(stand_in);
        entry->second = {page.substr(0, at), page.substr(at + stand_in.size())};
    }
    return entry->second;
}

void BuiltinErrorPage::write(const Failure& failure, http::PageKind kind, std::string_view id,
                             http::Response& response) const {
    const bool is_plain = failure.reason.empty() && failure.fields.is_undefined() && !id.empty();
    if (is_plain) return write(failure.status, kind, id, response);
    response.set_status(failure.status);
    if (!failure.reason.empty()) response.set_reason(failure.reason);
    response.set(type_of(kind));
    response.set_body(make(failure, kind, id));
}

void BuiltinErrorPage::write(int status, http::PageKind kind, std::string_view id,
                             http::Response& response) const {
    response.set_status(status);
    response.set(type_of(kind));
    const Ready& page = ready(status, kind);
    std::string body;
    body.reserve(page.before.size() + id.size() + page.after.size());
    body.append(page.before).append(id).append(page.after);
    response.set_body(std::move(body));
}

}  // namespace tined::handlers
