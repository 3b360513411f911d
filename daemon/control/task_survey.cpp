#include "daemon/control/task_survey.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "daemon/channel.hpp"
#include "daemon/control/task_report.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

value::Value trouble(std::string_view what) {
    value::Map map;
    map.set("trouble", what);
    return map;
}

// What a worker wrote is read as what anybody may have written.
value::Value read_report(int memory) {
    std::string text(longest_task_report, '\0');
    const ssize_t got = ::pread(memory, text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    auto report = value::parse_json(text);
    return report && report->is_mapping() ? std::move(*report) : trouble("its answer is broken");
}

value::Value line_for(unsigned slot, pid_t pid, const value::Value& told) {
    value::Map map;
    map.set("slot", static_cast<int>(slot));
    map.set("pid", pid);
    for (const std::string_view name : {"trouble", "count", "tasks"}) {
        const value::Value found = told.member(name);
        if (!found.is_undefined()) map.set(name, found);
    }
    return map;
}

}  // namespace

void TaskSurvey::begin(OnReport on_report) {
    const auto survey = surveys_.emplace(surveys_.end());
    survey->number = ++last_;
    survey->on_report = std::move(on_report);
    for (const Worker& worker : workforce_.all()) {
        if (survey->asked.size() == most_workers) {
            ++survey->left_out;
        } else {
            ask(worker, *survey);
        }
    }
    survey->deadline = loop_.after(patience, [this, survey] { end(survey); });
    end_if_complete(survey);
}

void TaskSurvey::ask(const Worker& worker, Survey& survey) {
    Asked& asked = survey.asked.emplace_back();
    asked.slot = worker.slot;
    asked.pid = worker.pid;
    if (worker.life != Life::serving) {
        // One that retires does not listen any more.
        asked.told = trouble(worker.life == Life::starting ? "it is starting" : "it is retiring");
        return;
    }
    asked.told = trouble("its loop stands still: no answer within 1 s");
    base::Descriptor memory(::memfd_create("tasks", MFD_CLOEXEC));
    const int lent[] = {memory.get()};
    if (!memory || !send(worker.channel.get(), Message::Kind::list_tasks, survey.number, lent)) {
        asked.told = trouble("it could not be asked");
        return;
    }
    asked.memory = std::move(memory);
}

void TaskSurvey::on_listed(const Worker& worker, std::uint32_t number) {
    const auto survey = std::ranges::find(surveys_, number, &Survey::number);
    if (survey == surveys_.end()) return;  // it comes too late
    const auto asked = std::ranges::find(survey->asked, worker.pid, &Asked::pid);
    if (asked == survey->asked.end() || !asked->memory) return;
    asked->told = read_report(asked->memory.get());
    asked->memory.reset();
    end_if_complete(survey);
}

void TaskSurvey::on_death(const Worker& worker) {
    for (auto survey = surveys_.begin(); survey != surveys_.end();) {
        const auto current = survey++;
        const auto asked = std::ranges::find(current->asked, worker.pid, &Asked::pid);
        if (asked == current->asked.end() || !asked->memory) continue;
        asked->told = trouble("it has died");
        asked->memory.reset();
        end_if_complete(current);
    }
}

void TaskSurvey::end_if_complete(std::list<Survey>::iterator survey) {
    const auto waits = [](const Asked& asked) { return static_cast<bool>(asked.memory); };
    if (std::ranges::none_of(survey->asked, waits)) end(survey);
}

void TaskSurvey::end(std::list<Survey>::iterator survey) {
    value::List workers;
    for (const Asked& asked : survey->asked) {
        workers.push_back(line_for(asked.slot, asked.pid, asked.told));
    }
    value::Map report;
    report.set("workers", std::move(workers));
    report.set("left_out", static_cast<std::int64_t>(survey->left_out));
    std::string json;
    value::write_json(report, json);
    const OnReport on_report = std::move(survey->on_report);
    surveys_.erase(survey);
    on_report(std::move(json));
}

}  // namespace tined::daemon
