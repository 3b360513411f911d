#include "handlers/debug_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "handlers/excerpt.hpp"
#include "handlers/masking.hpp"
#include "handlers/method_set.hpp"
#include "handlers/request_objects.hpp"
#include "handlers/route.hpp"
#include "http/status.hpp"

namespace tined::handlers {

namespace {

using value::Value;

constexpr std::size_t most_rows = 100;  // of headers, arguments, cookies
constexpr std::size_t most_problems = 20;

Value row(std::string_view name, std::string_view shown) {
    value::Map map;
    map.set("name", Value(shown_name(name)));
    map.set("value", Value(shown));
    return map;
}

Value rows_of(const std::vector<std::pair<std::string, Value>>& members) {
    value::List list;
    for (const auto& [name, value] : members) {
        if (list.size() == most_rows) break;
        list.push_back(row(name, shown_nested(name, value)));
    }
    return list;
}

Value headers_of(const http::Fields& fields) {
    value::List list;
    for (const auto& [name, value] : fields) {
        if (list.size() == most_rows) break;
        const std::string plain = base::to_lower(name);
        if (plain == "cookie") continue;  // they have a list of their own
        const bool is_url = plain == "referer" || plain == "location";
        list.push_back(row(name, is_url ? shown_url(value) : shown_nested(name, value)));
    }
    return list;
}

Value files_of(const Exchange& exchange) {
    value::List list;
    for (const auto& file : exchange.uploads()) {
        if (list.size() == most_rows) break;
        list.push_back(row(file.name, fmt::format("{}, {}, {} bytes", file.filename,
                                                  file.content_type, file.content.size())));
    }
    return list;
}

/// What points at a column when it stands below the line: a tab of it is one of the pointer's.
std::string caret_below(std::string_view line, int column) {
    std::string caret;
    int passed = 0;
    for (const char c : line) {
        const bool begins_character = (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
        if (begins_character && ++passed == column) return caret + '^';
        if (begins_character) caret += c == '\t' ? '\t' : ' ';
    }
    return passed + 1 == column ? caret + '^' : std::string();  // behind its end
}

/// The lines around a place, and what is wrong there or, of a step of the chain, how it led on.
Value excerpt(const std::string& file, templates::Place place, std::string_view message,
              bool is_step = false) {
    value::Map map;
    map.set("file", Value(file));
    map.set("line", place.line);
    map.set("column", place.column);
    map.set("message", Value(message));
    map.set("is_step", is_step);
    value::List lines;
    for (const auto& [number, text, is_it] : read_excerpt(file, place.line)) {
        value::Map one;
        one.set("number", number);
        one.set("text", Value(text));
        one.set("is_it", is_it);
        if (is_it) one.set("caret", Value(caret_below(text, place.column)));
        lines.push_back(Value(std::move(one)));
    }
    map.set("lines", Value(std::move(lines)));
    return map;
}

Value excerpts_of(const Failure& failure) {
    value::List list;
    if (failure.cause) {
        const templates::Error& cause = *failure.cause;
        list.push_back(excerpt(cause.file, cause.place, cause.message));
        for (const templates::Step& step : cause.chain) {
            list.push_back(excerpt(step.file, step.place, templates::words_of(step.via), true));
        }
    }
    return list;
}

Value fields_of(const Failure& failure) {
    value::List list;
    if (!failure.fields.is_mapping()) return list;
    for (const auto& [name, fault] : failure.fields.as_map()) {
        list.push_back(row(name.print(), fault.member("message").print()));
    }
    return list;
}

Value route_of(const RequestTrace& trace) {
    if (trace.route() == nullptr && trace.group() == nullptr) return nullptr;
    value::Map map;
    const config::Place& place =
        trace.route() != nullptr ? trace.route()->place : trace.group()->place;
    map.set("place", Value(config::to_string(place)));
    if (const Route* const route = trace.route()) {
        map.set("path", Value(route->path));
        map.set("name", Value(route->name));
        map.set("methods", Value(allow_text(route->methods)));
    }
    return map;
}

Value candidates_of(std::span<const Candidate> candidates) {
    value::List list;
    for (const Candidate& candidate : candidates) {
        if (list.size() == most_rows) break;
        value::Map map;
        map.set("path", Value(candidate.route->path));
        map.set("why", Value(candidate.why));
        map.set("place", Value(config::to_string(candidate.route->place)));
        list.push_back(Value(std::move(map)));
    }
    return list;
}

Value request_of(const http::Request& request) {
    const auto& head = request.head();
    value::Map map;
    map.set("method", Value(head.method_text));
    map.set("url", Value(shown_url(fmt::format("{}://{}{}", request.client().protocol,
                                               head.authority, head.target))));
    map.set("version", Value(head.version == http::Version::http_1_1 ? "HTTP/1.1" : "HTTP/1.0"));
    map.set("client", Value(request.client().address));
    map.set("id", Value(id_of(request)));
    const auto received = std::chrono::floor<std::chrono::seconds>(request.received());
    map.set("time", Value(fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", received)));
    return map;
}

double milliseconds(RequestTrace::Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// With where each begins and how long it is, in percent of all: the page draws bars.
Value phases_of(const RequestTrace& trace) {
    value::List list;
    const auto& phases = trace.phases();
    if (phases.empty()) return list;
    const double whole = std::max(milliseconds(phases.back().end - phases.front().begin), 0.000001);
    for (const auto& phase : phases) {
        const double begin = milliseconds(phase.begin - phases.front().begin);
        const double duration = milliseconds(phase.end - phase.begin);
        value::Map one;
        one.set("name", Value(phase.name));
        one.set("duration", Value(fmt::format("{:.3f}", duration)));
        one.set("from", Value(fmt::format("{:.2f}", 100 * begin / whole)));
        one.set("width", Value(fmt::format("{:.2f}", 100 * duration / whole)));
        list.push_back(Value(std::move(one)));
    }
    return list;
}

}  // namespace

Value debug_report(const Failure& failure, const Exchange& exchange, const RequestTrace& trace,
                   std::span<const Candidate> candidates) {
    const http::Request& request = exchange.request();
    value::Map map;
    map.set("status", failure.status);
    map.set("reason",
            Value(failure.reason.empty() ? http::reason_phrase(failure.status) : failure.reason));
    map.set("message", Value(failure.detail));
    map.set("fields", fields_of(failure));
    map.set("excerpts", excerpts_of(failure));
    map.set("route", route_of(trace));
    map.set("candidates", candidates_of(candidates));
    map.set("request", request_of(request));
    map.set("headers", headers_of(request.head().fields));
    map.set("arguments", rows_of(exchange.arguments().members()));
    map.set("files", files_of(exchange));
    map.set("cookies", rows_of(exchange.cookies().members()));
    map.set("phases", phases_of(trace));
    // A form would be sent again by it.
    map.set("reloads", failure.status >= 500 && request.head().method == http::Method::get);
    return map;
}

Value debug_report(std::span<const config::Problem> problems) {
    value::List excerpts;
    for (const auto& problem : problems.first(std::min(problems.size(), most_problems))) {
        const std::string message =
            problem.path.empty() ? problem.message : problem.path + ": " + problem.message;
        Value shown = excerpt(problem.file, {problem.line, problem.column}, message);
        // A template's fault stands in a file of its own: that is what is to be mended.
        if (!problem.more.empty()) {
            value::Map map = shown.as_map();
            map.set("shown", Value(base::join(problem.more, "\n")));
            shown = std::move(map);
        }
        excerpts.push_back(std::move(shown));
    }
    value::Map map;
    map.set("status", 500);
    map.set("reason", Value("The site is wrong since its last change"));
    map.set("message",
            Value(problems.size() > most_problems
                      ? fmt::format("{} problems, of which these are the first", problems.size())
                      : std::string()));
    map.set("is_broken", true);
    map.set("reloads", true);
    map.set("excerpts", Value(std::move(excerpts)));
    return map;
}

}  // namespace tined::handlers
