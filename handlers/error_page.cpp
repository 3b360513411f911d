#include "handlers/error_page.hpp"

#include <fmt/format.h>

#include <string>

#include "http/status.hpp"
#include "template/escaper.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

constexpr std::string_view head_of_html =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n";
constexpr std::string_view style_of_html =
    "<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; "
    "padding: 0 1rem } small { opacity: .6 }</style>\n";

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
    std::string title = std::to_string(status);
    title.append(" ").append(escaped(reason));
    // Put together by hand: fmt would read every character of it, at every 404.
    std::string page;
    page.reserve(head_of_html.size() + style_of_html.size() + fields.size() + 256);
    page.append(head_of_html).append("<title>").append(title).append("</title>\n");
    page.append(style_of_html).append("<h1>").append(title).append("</h1>\n").append(fields);
    if (!id.empty()) {
        page.append("<p><small>Request ").append(id).append("</small></p>\n");
    }
    return page.append("</html>\n");
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
    static const http::FieldBlock html("Content-Type", "text/html; charset=UTF-8");
    static const http::FieldBlock json("Content-Type", "application/json; charset=UTF-8");
    static const http::FieldBlock text("Content-Type", "text/plain; charset=UTF-8");
    switch (kind) {
        case http::PageKind::html:
            response.set(html);
            response.set_body(html_page(failure.status, reason, failure, id));
            return;
        case http::PageKind::json:
            response.set(json);
            response.set_body(json_page(failure.status, reason, failure, id));
            return;
        case http::PageKind::text:
            response.set(text);
            response.set_body(text_page(failure.status, reason, failure, id));
            return;
    }
}

}  // namespace tined::handlers
