#include "daemon/debug/trouble_message.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <optional>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "handlers/debug_report.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

/// The number before a colon, which is taken off with it.
std::optional<int> take_number(std::string_view& rest) {
    const auto halves = base::split_once(rest, ':');
    const auto number = halves ? base::parse_integer<int>(halves->before) : std::nullopt;
    if (number) rest = halves->after;
    return number;
}

/// "FILE:LINE:COLUMN: message", where FILE may have colons of its own.
config::Problem problem_of(std::string_view line) {
    for (std::size_t at = line.find(':'); at != std::string_view::npos;
         at = line.find(':', at + 1)) {
        std::string_view rest = line.substr(at + 1);
        const auto number = take_number(rest);
        const auto column = number ? take_number(rest) : std::nullopt;
        if (!column) continue;
        return {.file = std::string(line.substr(0, at)),
                .line = *number,
                .column = *column,
                .path = {},
                .message = std::string(base::trim(rest))};
    }
    return {.file = {}, .line = 0, .column = 0, .path = {}, .message = std::string(line)};
}

}  // namespace

std::string trouble_report(const std::vector<std::string>& lines) {
    std::vector<config::Problem> problems;
    for (const std::string& line : lines) {
        // What shows the problem before it is indented.
        if (line.starts_with("    ") && !problems.empty()) {
            problems.back().more.push_back(line);
        } else {
            problems.push_back(problem_of(line));
        }
    }
    std::string json;
    value::write_json(handlers::debug_report(problems), json);
    return json;
}

bool send_trouble(int end, std::string_view report) {
    const base::Descriptor memory(::memfd_create("trouble", MFD_CLOEXEC));
    if (!memory || !base::write_whole(memory.get(), report)) return false;
    const int lent[] = {memory.get()};
    return send(end, Message::Kind::trouble, static_cast<std::uint32_t>(report.size()), lent);
}

value::Value take_trouble(const Message& message) {
    if (message.descriptors.empty()) return {};
    std::string text(message.number, '\0');
    const ssize_t got = ::pread(message.descriptors.front().get(), text.data(), text.size(), 0);
    if (got != static_cast<ssize_t>(text.size())) return {};
    auto report = value::parse_json(text);
    return report ? std::move(*report) : value::Value();
}

}  // namespace tined::daemon
