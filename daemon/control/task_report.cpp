#include "daemon/control/task_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "daemon/health/stack_names.hpp"
#include "event/waiting.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

using value::Value;

constexpr std::size_t most_tasks = 100;
constexpr std::size_t most_places = 12;
constexpr std::size_t longest_name = 160;  // of one template's instantiation there may be kilobytes

std::string bounded(std::string text) {
    if (text.size() > longest_name) text.replace(longest_name, std::string::npos, "...");
    return text;
}

Value to_value(const event::Waiting& waiting, event::Loop::Clock::time_point now) {
    value::List places;
    for (const std::source_location& at : waiting.places) {
        value::Map place;
        place.set("function", bounded(short_function(at.function_name())));
        place.set("file", bounded(at.file_name()));
        place.set("line", static_cast<int>(at.line()));
        places.push_back(std::move(place));
    }
    value::Map task;
    task.set("seconds", std::chrono::duration<double>(now - waiting.since).count());
    task.set("activity",
             waiting.activity.empty() ? Value() : base::escape_for_message(waiting.activity));
    task.set("places", std::move(places));
    task.set("cut", waiting.has_more_places);
    return task;
}

// "handlers/site.cpp": where the tree was built is of no interest.
std::string short_file(const std::string& file) {
    const auto name = file.rfind('/');
    if (name == std::string::npos || name == 0) return file;
    const auto folder = file.rfind('/', name - 1);
    return folder == std::string::npos ? file : file.substr(folder + 1);
}

void print_task(const Value& task, std::string& out) {
    const Value seconds = task.member("seconds");
    const Value activity = task.member("activity");
    out += fmt::format("\n  {:>9.3f} s  ", seconds.is_number() ? seconds.as_real() : 0.0);
    std::string_view before;
    if (activity.is_text()) {
        out += activity.print();
        before = "\n               ";
    }
    const Value places = task.member("places");
    if (places.kind() != value::Kind::list) return;
    for (const Value& place : places.as_list()) {
        out += before;
        out += fmt::format("{} at {}:{}", place.member("function").print(),
                           short_file(place.member("file").print()), place.member("line").print());
        before = "\n             < ";
    }
    if (task.member("cut").truth()) out += "\n             < ...";
}

void print_worker(const Value& worker, std::string& out) {
    out += fmt::format("slot {}, worker {}: ", worker.member("slot").print(),
                       worker.member("pid").print());
    const Value trouble = worker.member("trouble");
    const Value tasks = worker.member("tasks");
    if (tasks.kind() != value::Kind::list) {
        out += trouble.print();
        return;
    }
    const std::string count = worker.member("count").print();
    out += fmt::format("{} coroutine{}", count, count == "1" ? " waits" : "s wait");
    for (const Value& task : tasks.as_list()) print_task(task, out);
    const std::string shown = std::to_string(tasks.as_list().size());
    if (shown != count) out += fmt::format("\n  these are the {} that wait longest", shown);
}

}  // namespace

std::string report_tasks(const event::Loop& loop) {
    const auto now = event::Loop::Clock::now();
    value::Map report;
    report.set("count", static_cast<std::int64_t>(event::count_waiting_on(loop)));
    std::string text;
    std::size_t size = 64;  // of what is around the tasks
    value::List tasks;
    for (const event::Waiting& waiting : event::waiting_on(loop, most_tasks, most_places)) {
        Value task = to_value(waiting, now);
        text.clear();
        value::write_json(task, text);
        size += text.size() + 1;
        if (size > longest_task_report) break;
        tasks.push_back(std::move(task));
    }
    report.set("tasks", std::move(tasks));
    text.clear();
    value::write_json(report, text);
    return text;
}

std::string short_function(std::string_view pretty) {
    // GCC writes what template arguments stand for behind the function: "f(T) [with T = int]".
    std::string name(pretty.substr(0, pretty.find(" [with ")));
    name = without_parameters(std::move(name));
    std::size_t depth = 0;
    for (std::size_t at = name.size(); at-- > 0;) {
        if (name[at] == '>' || name[at] == ')') ++depth;
        if ((name[at] == '<' || name[at] == '(') && depth > 0) --depth;
        if (name[at] == ' ' && depth == 0) return name.substr(at + 1);
    }
    return name;
}

std::string describe(const std::source_location& place) {
    return fmt::format("{} at {}:{}", bounded(short_function(place.function_name())),
                       bounded(short_file(place.file_name())), place.line());
}

std::optional<std::string> print_tasks(std::string_view json) {
    const auto parsed = value::parse_json(json);
    if (!parsed || !parsed->is_mapping()) return std::nullopt;
    const Value workers = parsed->member("workers");
    if (workers.kind() != value::Kind::list) return std::nullopt;
    std::string out;
    for (const Value& worker : workers.as_list()) {
        if (!out.empty()) out += '\n';
        print_worker(worker, out);
    }
    const Value left_out = parsed->member("left_out");
    if (left_out.truth()) out += fmt::format("\nand {} workers more", left_out.print());
    return out;
}

}  // namespace tined::daemon
