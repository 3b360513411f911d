#include "handlers/access_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "handlers/request_objects.hpp"
#include "handlers/step_reader.hpp"
#include "value/json.hpp"

namespace tined::handlers {

namespace {

using value::Value;

/// The names of a format of one's own, in the order of their slots.
enum class LogName : templates::Slot { request, status, bytes, duration, peer };
constexpr std::array<std::string_view, 5> log_names{"request", "status", "bytes", "duration",
                                                    "peer"};

std::string_view version_of(const http::RequestHead& head) {
    return head.version == http::Version::http_1_0 ? "HTTP/1.0" : "HTTP/1.1";
}

Value text_value(std::string_view text) { return Value(base::escape_for_message(text)); }

Value headers_of(const http::RequestHead& head) {
    value::Map headers;
    for (const auto& field : head.fields) {
        std::string name = base::to_lower(field.name);
        for (char& c : name) c = c == '-' ? '_' : c;
        headers.set(Value(name), text_value(field.value));
    }
    return headers;
}

Value request_of(const http::AccessRecord& record) {
    const auto& head = record.head;
    value::Map request;
    request.set("method", text_value(head.method_text));
    request.set("uri", text_value(head.target));
    request.set("path", text_value(head.raw_path));
    request.set("query_string", text_value(head.query));
    request.set("version", Value(version_of(head)));
    request.set("protocol", text_value(record.client.protocol));
    request.set("host", text_value(record.client.host));
    request.set("address", text_value(record.client.address));
    request.set("headers", headers_of(head));
    request.set("time", seconds_since_epoch(record.received));
    request.set("id", text_value(record.id));
    return request;
}

class RecordNames final : public templates::Names {
public:
    explicit RecordNames(const http::AccessRecord& record) noexcept : record_(record) {}

    Value value_of(templates::Slot slot) const override {
        if (slot >= log_names.size()) return {};
        switch (static_cast<LogName>(slot)) {
            case LogName::request:
                return request_of(record_);
            case LogName::status:
                return record_.status;
            case LogName::bytes:
                return static_cast<std::int64_t>(record_.bytes);
            case LogName::duration:
                return std::chrono::duration<double>(record_.duration).count();
            case LogName::peer:
                return text_value(record_.peer);
        }
        return {};
    }

private:
    const http::AccessRecord& record_;
};

/// [21/Nov/2026:22:15:00 +0000], the time of the "common log format".
void append_time(std::chrono::system_clock::time_point time, std::string& out) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto days = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(seconds - days);
    // Not by strftime: its months are the locale's.
    static constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    fmt::format_to(std::back_inserter(out), "[{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000]",
                   static_cast<unsigned>(date.day()),
                   months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                   clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

void append_or_dash(std::string_view text, std::string& out) {
    out += text.empty() ? "-" : base::escape_for_message(text);
}

void append_common(const http::AccessRecord& record, std::string& out) {
    const auto& head = record.head;
    append_or_dash(record.client.address.empty() ? record.peer : record.client.address, out);
    out += " - - ";
    append_time(record.received, out);
    out += " \"";
    if (head.method_text.empty()) {
        out += '-';
    } else {
        out += base::escape_for_message(head.method_text);
        out += ' ';
        out += base::escape_for_message(head.target);
        out += ' ';
        out += version_of(head);
    }
    fmt::format_to(std::back_inserter(out), "\" {} {}", record.status, record.bytes);
}

void append_combined(const http::AccessRecord& record, std::string& out) {
    append_common(record, out);
    out += " \"";
    append_or_dash(record.head.fields.find("referer").value_or(""), out);
    out += "\" \"";
    append_or_dash(record.head.fields.find("user-agent").value_or(""), out);
    out += '"';
}

void append_json(const http::AccessRecord& record, std::string& out) {
    value::Map line;
    line.set("time", seconds_since_epoch(record.received));
    line.set("id", Value(record.id));
    line.set("address", Value(record.client.address));
    line.set("peer", Value(record.peer));
    line.set("method", Value(record.head.method_text));
    line.set("protocol", Value(record.client.protocol));
    line.set("host", Value(record.client.host));
    line.set("uri", Value(record.head.target));
    line.set("version", Value(version_of(record.head)));
    line.set("status", record.status);
    line.set("bytes", static_cast<std::int64_t>(record.bytes));
    line.set("duration", std::chrono::duration<double>(record.duration).count());
    line.set("referer", Value(record.head.fields.find("referer").value_or("")));
    line.set("user_agent", Value(record.head.fields.find("user-agent").value_or("")));
    value::write_json(line, out);
}

}  // namespace

AccessFormat::AccessFormat(const config::Settings& settings, config::Problems& problems)
    : format_(settings.log.access.format) {
    if (format_ != config::AccessLog::Format::own) return;
    for (const auto name : log_names) symbols_.slot_of(name);
    environment_ = std::make_unique<templates::Environment>(symbols_, templates::Settings{});
    const auto& origin = settings.log.access.own_origin;
    auto compiled = environment_->compile_text(
        settings.log.access.own_format,
        {std::string(origin.place.file), origin.place.line, origin.place.column, origin.indent},
        templates::no_escaping());
    const auto tell = [&](const templates::Place& place, std::string message) {
        problems.add({origin.place.file, place.line, place.column}, "log.access.format",
                     std::move(message));
    };
    if (!compiled) {
        tell(compiled.error().place, compiled.error().message);
        return;
    }
    for (const auto& name : compiled->free_names()) {
        if (symbols_.slot_of(name.name) < log_names.size()) continue;
        tell(name.place, fmt::format("{}: no such name here; there are {}", name.name,
                                     fmt::join(log_names, ", ")));
    }
    own_ = std::move(*compiled);
}

void AccessFormat::append(const http::AccessRecord& record, std::string& out) const {
    switch (format_) {
        case config::AccessLog::Format::off:
            return;
        case config::AccessLog::Format::common:
            append_common(record, out);
            break;
        case config::AccessLog::Format::combined:
            append_combined(record, out);
            break;
        case config::AccessLog::Format::json:
            append_json(record, out);
            break;
        case config::AccessLog::Format::own:
            if (const auto rendered = own_->render(RecordNames(record), out); !rendered) {
                out += "access format: " + rendered.error().message;
            }
            break;
    }
    out += '\n';
}

}  // namespace tined::handlers
