#include "handlers/error_page.hpp"

#include <fmt/format.h>

#include <string>

#include "http/status.hpp"
#include "template/escaper.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

std::string escaped(std::string_view text) {
    std::string out;
    templates::append_html_escaped(text, out);
    return out;
}

std::string html_page(int status, std::string_view reason, const Failure& failure,
                      std::string_view id) {
    std::string fields;
    if (failure.fields.is_mapping()) {
        for (const auto& [name, fault] : failure.fields.as_map()) {
            fields += fmt::format("<li><b>{}</b> {}</li>\n", escaped(name.print()),
                                  escaped(fault.member("message").print()));
        }
        fields = "<ul>\n" + fields + "</ul>\n";
    }
    const std::string request =
        id.empty() ? "" : fmt::format("<p><small>Request {}</small></p>\n", id);
    return fmt::format(
        "<!DOCTYPE html>\n"
        "<html lang=\"en\">\n"
        "<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<title>{0} {1}</title>\n"
        "<style>body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; "
        "padding: 0 1rem }} small {{ opacity: .6 }}</style>\n"
        "<h1>{0} {1}</h1>\n{2}{3}</html>\n",
        status, escaped(reason), fields, request);
}

std::string json_page(int status, std::string_view reason, const Failure& failure,
                      std::string_view id) {
    value::Map error;
    error.set("status", status);
    error.set("reason", Value(reason));
    if (failure.fields.is_mapping()) error.set("fields", failure.fields);
    if (!id.empty()) error.set("request", Value(id));
    value::Map page;
    page.set("error", Value(std::move(error)));
    std::string out;
    value::write_json(page, out);
    return out + "\n";
}

std::string text_page(int status, std::string_view reason, const Failure& failure,
                      std::string_view id) {
    std::string out = fmt::format("{} {}\n", status, reason);
    if (failure.fields.is_mapping()) {
        for (const auto& [name, fault] : failure.fields.as_map()) {
            out += fmt::format("{}: {}\n", name.print(), fault.member("message").print());
        }
    }
    if (!id.empty()) out += fmt::format("Request {}\n", id);
    return out;
}

}  // namespace

void write_error_page(const Failure& failure, http::PageKind kind, std::string_view id,
                      http::Response& response) {
    const std::string_view reason =
        failure.reason.empty() ? http::reason_phrase(failure.status) : failure.reason;
    response.set_status(failure.status);
    if (!failure.reason.empty()) response.set_reason(failure.reason);
    switch (kind) {
        case http::PageKind::html:
            response.set("Content-Type", "text/html; charset=UTF-8");
            response.set_body(html_page(failure.status, reason, failure, id));
            return;
        case http::PageKind::json:
            response.set("Content-Type", "application/json; charset=UTF-8");
            response.set_body(json_page(failure.status, reason, failure, id));
            return;
        case http::PageKind::text:
            response.set("Content-Type", "text/plain; charset=UTF-8");
            response.set_body(text_page(failure.status, reason, failure, id));
            return;
    }
}

}  // namespace tined::handlers
