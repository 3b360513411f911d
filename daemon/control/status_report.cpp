#include "daemon/control/status_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "value/json.hpp"

namespace tined::daemon {
namespace {

using value::Value;

constexpr std::string_view serving = "serving";
constexpr std::string_view stale = "stale";

double seconds(std::chrono::system_clock::time_point time) {
    using std::chrono::duration_cast;
    return static_cast<double>(
        duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

Value count(std::uint64_t number) { return static_cast<std::int64_t>(number); }

Value to_value(const WorkerStatus& worker) {
    value::Map map;
    map.set("slot", static_cast<int>(worker.slot));
    map.set("pid", worker.pid);
    map.set("generation", count(worker.generation));
    map.set("phase", worker.phase);
    map.set("uptime", static_cast<double>(worker.uptime.count()) / 1000.0);
    map.set("beat", static_cast<double>(worker.beat.count()) / 1000.0);
    map.set("connections", count(worker.connections));
    map.set("requests", count(worker.requests));
    map.set("executor_queue", count(worker.executor_queue));
    return map;
}

std::string plural(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string text_of(const Value& map, std::string_view name) { return map.member(name).print(); }

double number_of(const Value& map, std::string_view name) {
    const Value found = map.member(name);
    return found.is_number() ? found.as_real() : 0.0;
}

// "12.3 s", "5 min", "3 h", "12 d": as exact as a person wants it.
std::string print_duration(double length) {
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    constexpr double day = 24 * hour;
    if (length < 2 * minute) return fmt::format("{:.1f} s", length);
    if (length < 2 * hour) return fmt::format("{:.0f} min", std::floor(length / minute));
    if (length < 2 * day) return fmt::format("{:.0f} h", std::floor(length / hour));
    return fmt::format("{:.0f} d", std::floor(length / day));
}

std::string print_time(double since_epoch) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S}",
                       fmt::localtime(static_cast<std::time_t>(since_epoch)));
}

// "stale 12.3 s": since when it is.
std::string phase_of(const Value& worker) {
    std::string phase = text_of(worker, "phase");
    if (phase == stale) phase += " " + print_duration(number_of(worker, "beat"));
    return phase;
}

void print_workers(const Value& workers, std::string& out) {
    constexpr std::string_view row = "\n{:>5} {:>8} {:<13} {:>9} {:>11} {:>10} {:>14}";
    fmt::format_to(std::back_inserter(out), row, "slot", "pid", "phase", "uptime", "connections",
                   "requests", "executor queue");
    for (const Value& worker : workers.as_list()) {
        fmt::format_to(std::back_inserter(out), row, text_of(worker, "slot"),
                       text_of(worker, "pid"), phase_of(worker),
                       print_duration(number_of(worker, "uptime")), text_of(worker, "connections"),
                       text_of(worker, "requests"), text_of(worker, "executor_queue"));
    }
}

}  // namespace

std::string summary(const Status& status) {
    std::uint64_t workers = 0;
    std::uint64_t connections = 0;
    for (const WorkerStatus& worker : status.workers) {
        if (worker.phase == serving) ++workers;
        connections += worker.connections;
    }
    std::string line =
        fmt::format("{}, {}, {}", plural(workers, "worker"), plural(connections, "connection"),
                    plural(status.restarts, "restart"));
    if (!status.debugged_in_public.empty()) {
        line += fmt::format("; DEBUG MODE on {}", status.debugged_in_public);
    }
    return line;
}

std::string to_json(const Status& status) {
    value::Map map;
    map.set("version", status.version);
    map.set("pid", status.pid);
    map.set("file", status.file);
    map.set("phase", status.phase);
    map.set("generation", count(status.generation));
    map.set("since", seconds(status.since));
    map.set("reloaded", seconds(status.reloaded));
    map.set("restarts", count(status.restarts));
    value::List addresses;
    for (const std::string& address : status.addresses) addresses.push_back(address);
    map.set("addresses", std::move(addresses));
    value::List workers;
    for (const WorkerStatus& worker : status.workers) workers.push_back(to_value(worker));
    map.set("workers", std::move(workers));
    std::string json;
    value::write_json(map, json);
    return json;
}

std::optional<std::string> print_status(std::string_view json) {
    const auto parsed = value::parse_json(json);
    if (!parsed || !parsed->is_mapping()) return std::nullopt;
    const Value& status = *parsed;
    const Value addresses = status.member("addresses");
    const Value workers = status.member("workers");
    if (addresses.kind() != value::Kind::list || workers.kind() != value::Kind::list) {
        return std::nullopt;
    }
    std::string out =
        fmt::format("tined {}, pid {}, {}; started {}\n{} (reading {}, in service since {})\n{}",
                    text_of(status, "version"), text_of(status, "pid"), text_of(status, "phase"),
                    print_time(number_of(status, "since")), text_of(status, "file"),
                    text_of(status, "generation"), print_time(number_of(status, "reloaded")),
                    plural(static_cast<std::uint64_t>(number_of(status, "restarts")), "restart"));
    for (const Value& address : addresses.as_list()) out += "\n" + address.print();
    print_workers(workers, out);
    return out;
}

}  // namespace tined::daemon
