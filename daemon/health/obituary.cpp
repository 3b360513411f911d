#include "daemon/health/obituary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <span>

#include "base/text.hpp"
#include "daemon/health/stack_names.hpp"

namespace tined::daemon {
namespace {

constexpr std::size_t most_waiting = 8;  // a line is for people

std::string describe_waiting(const base::RequestTable& requests, RowClock::time_point now,
                             std::string_view running) {
    auto waiting = requests.listed();
    std::erase_if(waiting, [&](const auto& entry) { return entry.id_view() == running; });
    const std::uint64_t count = waiting.size() + requests.count_unlisted();
    if (count == 0) return {};
    std::string text = fmt::format("; {} {} waited", count, count == 1 ? "request" : "requests");
    std::string_view before = ": ";
    for (const auto& entry : std::span(waiting).first(std::min(waiting.size(), most_waiting))) {
        text += before;
        text += describe_request(entry, now);
        before = ", ";
    }
    if (count > most_waiting) text += ", ...";
    return text;
}

std::string describe_crash(const base::CrashRecord& crash, const base::LoadedCode& code) {
    std::string text;
    if (crash.is_in_loop == 0) text += "; in a thread beside the loop";
    if (crash.address != 0 || crash.signal == SIGSEGV) {
        text += fmt::format("; at address {:#x}", crash.address);
    }
    const std::size_t frames = std::min<std::size_t>(crash.frame_count, crash.frames.size());
    if (frames != 0) text += "; stack: " + name_stack(std::span(crash.frames).first(frames), &code);
    return text;
}

}  // namespace

std::string describe_request(const base::RequestEntry& request, RowClock::time_point now) {
    const std::chrono::duration<double> age = now - request.started();
    std::string text = fmt::format("{} (request {}", base::escape_for_message(request.line_view()),
                                   base::escape_for_message(request.id_view()));
    if (const std::string_view route = request.route.view(); !route.empty()) {
        text += ", route " + base::escape_for_message(route);
    }
    return text + fmt::format(", {}, since {:.3f} s)", name_of(request.stage), age.count());
}

std::string last_words(const base::ScoreboardRow& row, RowClock::time_point now) {
    std::string text;
    const auto running = row.requests.running();
    if (running) text += "; it ran " + describe_request(*running, now);
    text += describe_waiting(row.requests, now, running ? running->id_view() : "");
    if (row.crash.signal != 0) text += describe_crash(row.crash, row.code);
    return text;
}

std::optional<std::uint64_t> culprit(const base::ScoreboardRow& row, const base::Exit& exit) {
    const base::CrashRecord& crash = row.crash;
    // Only crashes are recorded; another signal may have been faster.
    const bool is_crash =
        exit.how == base::Exit::How::killed && crash.signal != 0 && crash.signal == exit.code;
    if (!is_crash || crash.is_in_loop == 0 || crash.has_fingerprint == 0) return std::nullopt;
    return crash.fingerprint;
}

}  // namespace tined::daemon
