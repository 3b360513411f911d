#include "handlers/access_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

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

/// `request.headers` of a line: `user_agent` is User-Agent.
Value headers_of(const http::AccessRecord& record) {
    value::Map headers;
    for (const auto& field : record.head.fields) {
        std::string name = base::to_lower(field.name);
        for (char& c : name) c = c == '-' ? '_' : c;
        headers.set(Value(name), text_value(field.value));
    }
    return headers;
}

/// The members of `request` in a line, each with what makes it.
struct Member {
    std::string_view name;
    Value (*make)(const http::AccessRecord&);
};
using Record = http::AccessRecord;
const Member request_members[] = {
    {"method", [](const Record& r) { return text_value(r.head.method_text); }},
    {"uri", [](const Record& r) { return text_value(r.head.target); }},
    {"path", [](const Record& r) { return text_value(r.head.raw_path); }},
    {"query_string", [](const Record& r) { return text_value(r.head.query); }},
    {"version", [](const Record& r) { return Value::borrowed(version_of(r.head)); }},
    {"protocol", [](const Record& r) { return text_value(r.client.protocol); }},
    {"host", [](const Record& r) { return text_value(r.client.host); }},
    {"address", [](const Record& r) { return text_value(r.client.address); }},
    {"headers", headers_of},
    {"time", [](const Record& r) { return Value(seconds_since_epoch(r.received)); }},
    {"id", [](const Record& r) { return text_value(r.id); }},
};

/// `request` of a line; only what the format asks for is made.
class LoggedRequest final : public value::Object {
public:
    explicit LoggedRequest(const http::AccessRecord& record) noexcept : record_(record) {}

    Value member(std::string_view name) const override {
        const auto found = std::ranges::find(request_members, name, &Member::name);
        return found == std::end(request_members) ? Value() : found->make(record_);
    }
    std::vector<std::pair<std::string, Value>> members() const override {
        std::vector<std::pair<std::string, Value>> all;
        for (const auto& [name, make] : request_members) all.emplace_back(name, make(record_));
        return all;
    }

private:
    const http::AccessRecord& record_;
};

class RecordNames final : public templates::Names {
public:
    explicit RecordNames(const http::AccessRecord& record) noexcept
        : record_(record), request_(record) {}

    Value value_of(templates::Slot slot) const override {
        if (slot >= log_names.size()) return {};
        switch (static_cast<LogName>(slot)) {
            case LogName::request:
                return Value::borrowed(request_);
            case LogName::status:
                return record_.status;
            case LogName::bytes:
                return static_cast<std::int64_t>(record_.body_bytes);
            case LogName::duration:
                return std::chrono::duration<double>(record_.duration).count();
            case LogName::peer:
                return text_value(record_.peer);
        }
        return {};
    }

private:
    const http::AccessRecord& record_;
    LoggedRequest request_;
};

/// Why a name of an own format cannot be; nothing if it can.
std::optional<std::string> why_no_name(const templates::FreeName& free) {
    if (std::ranges::find(log_names, free.name) == log_names.end()) {
        return fmt::format("{}: no such name here; there are {}", free.name,
                           fmt::join(log_names, ", "));
    }
    if (free.name != "request" || free.members.empty()) return std::nullopt;
    const std::string& member = free.members.front();
    if (std::ranges::find(request_members, member, &Member::name) != std::end(request_members)) {
        return std::nullopt;
    }
    return fmt::format("request.{}: the log knows no such member of a request", member);
}

/// [21/Nov/2026:22:15:00 +0000], the time of the "common log format".
std::string time_text(std::chrono::sys_seconds seconds) {
    const auto days = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(seconds - days);
    // Not by strftime: its months are the locale's.
    static constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format(
        "[{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000]", static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

/// What escape_for_message() leaves as it is: nearly all that clients send, and then not copied
/// twice.
bool is_plain(std::string_view text) noexcept {
    return std::ranges::none_of(text,
                                [](char c) { return c < ' ' || c > '~' || c == '"' || c == '\\'; });
}

void append_escaped(std::string_view text, std::string& out) {
    if (is_plain(text)) {
        out += text;
    } else {
        out += base::escape_for_message(text);
    }
}

void append_or_dash(std::string_view text, std::string& out) {
    if (text.empty()) {
        out += '-';
    } else {
        append_escaped(text, out);
    }
}

void append_number(std::uint64_t number, std::string& out) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_json(const http::AccessRecord& record, std::string& out) {
    value::Map line;
    line.set("time", seconds_since_epoch(record.received));
    line.set("id", Value::borrowed(record.id));
    line.set("address", Value::borrowed(record.client.address));
    line.set("peer", Value::borrowed(record.peer));
    line.set("method", Value::borrowed(record.head.method_text));
    line.set("protocol", Value::borrowed(record.client.protocol));
    line.set("host", Value::borrowed(record.client.host));
    line.set("uri", Value::borrowed(record.head.target));
    line.set("version", Value::borrowed(version_of(record.head)));
    line.set("status", record.status);
    line.set("bytes", static_cast<std::int64_t>(record.body_bytes));
    line.set("duration", std::chrono::duration<double>(record.duration).count());
    line.set("referer", Value::borrowed(record.head.fields.find("referer").value_or("")));
    line.set("user_agent", Value::borrowed(record.head.fields.find("user-agent").value_or("")));
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
        format_ = config::AccessLog::Format::off;
        tell(compiled.error().place, compiled.error().message);
        return;
    }
    for (const auto& name : compiled->free_names()) {
        const auto wrong = why_no_name(name);
        if (!wrong) continue;
        format_ = config::AccessLog::Format::off;
        tell(name.place, *wrong);
    }
    own_ = std::move(*compiled);
}

void AccessFormat::append_time(std::chrono::system_clock::time_point time, std::string& out) const {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != second_) {
        second_ = second;
        second_text_ = time_text(second);
    }
    out += second_text_;
}

void AccessFormat::append_common(const http::AccessRecord& record, std::string& out) const {
    const auto& head = record.head;
    append_or_dash(record.client.address.empty() ? record.peer : record.client.address, out);
    out += " - - ";
    append_time(record.received, out);
    out += " \"";
    if (head.method_text.empty()) {
        out += '-';
    } else {
        append_escaped(head.method_text, out);
        out += ' ';
        append_escaped(head.target, out);
        out += ' ';
        out += version_of(head);
    }
    out += "\" ";
    append_number(static_cast<std::uint64_t>(record.status), out);
    out += ' ';
    append_number(record.body_bytes, out);
}

void AccessFormat::append_combined(const http::AccessRecord& record, std::string& out) const {
    append_common(record, out);
    out += " \"";
    append_or_dash(record.head.fields.find("referer").value_or(""), out);
    out += "\" \"";
    append_or_dash(record.head.fields.find("user-agent").value_or(""), out);
    out += '"';
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
