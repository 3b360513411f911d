#include "handlers/access_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.hpp"
#include "handlers/line_pen.hpp"
#include "handlers/request_objects.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

namespace {

using value::Value;

/// The names of a format of one's own, in the order of their slots.
enum class LogName : templates::Slot { request, status, bytes, duration, peer };
constexpr std::array<std::string_view, 5> log_names{"request", "status", "bytes", "duration",
                                                    "peer"};

using VersionText = std::array<char, 8>;

constexpr VersionText http_1_0{'H', 'T', 'T', 'P', '/', '1', '.', '0'};
constexpr VersionText http_1_1{'H', 'T', 'T', 'P', '/', '1', '.', '1'};

const VersionText& version_of(const http::RequestHead& head) {
    return head.version == http::Version::http_1_0 ? http_1_0 : http_1_1;
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
    {"version",
     [](const Record& r) {
         const VersionText& text = version_of(r.head);
         return Value::borrowed(std::string_view(text.data(), text.size()));
     }},
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

SecondText text_of(std::chrono::system_clock::time_point second) {
    const auto days = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(second) - days);
    // Not by strftime: its months are the locale's.
    static constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    SecondText text;  // the clock's years have four digits, for it counts nanoseconds
    fmt::format_to_n(text.data(), text.size(), "[{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000]",
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    return text;
}

/// Bytes of a line that are no client's words: names, quotes, times, numbers. JSON has most, 300.
constexpr std::size_t most_around = 512;

// What is looked up and written for each line stands inline in it: of the instructions that a line
// costs, calls would be a quarter.
inline std::string_view address_of(const http::AccessRecord& record) noexcept {
    return record.client.address.empty() ? record.peer : record.client.address;
}
[[gnu::always_inline]] inline std::string_view referer_of(
    const http::AccessRecord& record) noexcept {
    return record.head.fields.find("Referer").value_or("");
}
[[gnu::always_inline]] inline std::string_view user_agent_of(
    const http::AccessRecord& record) noexcept {
    return record.head.fields.find("User-Agent").value_or("");
}

/// The room for a line with so many bytes of a client's words.
constexpr std::size_t most_of_line(std::size_t words) noexcept {
    return most_around + LinePen::most_of_a_byte * words;
}

// As they were received they stand behind one another, with a space between: one text to look at.
void write_method_and_target(const http::RequestHead& head, LinePen& pen) {
    const char* const begin = head.method_text.data();
    const std::size_t target = head.method_text.size() + 1;
    if (head.target.data() == begin + target && begin[target - 1] == ' ')
        return pen.escaped({begin, target + head.target.size()});
    pen.escaped(head.method_text);
    pen.literal(" ");
    pen.escaped(head.target);
}

void write_common(const http::AccessRecord& record, std::string_view address,
                  const SecondText& second, LinePen& pen) {
    const auto& head = record.head;
    pen.escaped_or_dash(address);
    pen.literal(" - - ");
    pen.bytes(second);
    pen.literal(" \"");
    if (head.method_text.empty()) {
        pen.literal("-");
    } else {
        write_method_and_target(head, pen);
        pen.literal(" ");
        pen.bytes(version_of(head));
    }
    pen.literal("\" ");
    pen.status(record.status);
    pen.literal(" ");
    pen.number(record.body_bytes);
}

void write_json(const http::AccessRecord& record, LinePen& pen) {
    pen.literal("{\"time\":");
    pen.real(seconds_since_epoch(record.received));
    pen.literal(",\"id\":");
    pen.json(record.id);
    pen.literal(",\"address\":");
    pen.json(record.client.address);
    pen.literal(",\"peer\":");
    pen.json(record.peer);
    pen.literal(",\"method\":");
    pen.json(record.head.method_text);
    pen.literal(",\"protocol\":");
    pen.json(record.client.protocol);
    pen.literal(",\"host\":");
    pen.json(record.client.host);
    pen.literal(",\"uri\":");
    pen.json(record.head.target);
    pen.literal(",\"version\":\"");
    pen.bytes(version_of(record.head));
    pen.literal("\",\"status\":");
    pen.number(static_cast<std::uint64_t>(record.status));
    pen.literal(",\"bytes\":");
    pen.number(record.body_bytes);
    pen.literal(",\"duration\":");
    pen.real(std::chrono::duration<double>(record.duration).count());
    pen.literal(",\"referer\":");
    pen.json(referer_of(record));
    pen.literal(",\"user_agent\":");
    pen.json(user_agent_of(record));
    pen.literal("}\n");
}

void append_json(const http::AccessRecord& record, std::string& out) {
    const std::size_t words = record.id.size() + record.peer.size() + record.client.address.size() +
                              record.client.protocol.size() + record.client.host.size() +
                              record.head.method_text.size() + record.head.target.size() +
                              referer_of(record).size() + user_agent_of(record).size();
    base::append_by_pen<LinePen>(most_of_line(words), out,
                                 [&](LinePen& pen) { write_json(record, pen); });
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

bool AccessFormat::wants_durations() const noexcept {
    using enum config::AccessLog::Format;
    return format_ == json || format_ == own;
}

// Without a division, for most lines of a busy worker are of the same second.
inline void AccessFormat::keep_second(std::chrono::system_clock::time_point time) const {
    if (time >= second_ && time - second_ < std::chrono::seconds(1)) return;
    second_ = std::chrono::floor<std::chrono::seconds>(time);
    second_text_ = text_of(second_);
}

void AccessFormat::append_common(const http::AccessRecord& record, bool is_combined,
                                 std::string& out) const {
    keep_second(record.received);
    const std::string_view address = address_of(record);
    const std::string_view referer = is_combined ? referer_of(record) : "";
    const std::string_view agent = is_combined ? user_agent_of(record) : "";
    const std::size_t words = address.size() + record.head.method_text.size() +
                              record.head.target.size() + referer.size() + agent.size();
    base::append_by_pen<LinePen>(most_of_line(words), out, [&](LinePen& pen) {
        write_common(record, address, second_text_, pen);
        if (is_combined) {
            pen.literal(" \"");
            pen.escaped_or_dash(referer);
            pen.literal("\" \"");
            pen.escaped_or_dash(agent);
            pen.literal("\"");
        }
        pen.literal("\n");
    });
}

void AccessFormat::append_own(const http::AccessRecord& record, std::string& out) const {
    if (const auto rendered = own_->render(RecordNames(record), out); !rendered) {
        out += "access format: " + rendered.error().message;
    }
    out += '\n';
}

void AccessFormat::append(const http::AccessRecord& record, std::string& out) const {
    switch (format_) {
        case config::AccessLog::Format::off:
            return;
        case config::AccessLog::Format::common:
            return append_common(record, false, out);
        case config::AccessLog::Format::combined:
            return append_common(record, true, out);
        case config::AccessLog::Format::json:
            return append_json(record, out);
        case config::AccessLog::Format::own:
            return append_own(record, out);
    }
}

}  // namespace tined::handlers
