#include "daemon/health/quarantine_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "base/text.hpp"

namespace tined::daemon {
namespace {

using Clock = QuarantineRecord::Clock;

constexpr std::size_t most_of_line = 120;  // so that all fits into one message

std::int64_t as_number(Clock::time_point time) noexcept {
    return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

std::optional<Clock::time_point> time_in(std::string_view text) noexcept {
    const auto number = base::parse_integer<std::int64_t>(text);
    if (!number) return std::nullopt;
    return Clock::time_point(std::chrono::nanoseconds(*number));
}

void take_line(std::string_view line, QuarantineRecord& record) {
    const auto words = base::split(line, ' ');
    if (words.size() < 3) return;
    const auto first = base::parse_integer<std::uint64_t>(words[1]);
    if (!first) return;
    if (words[0] == "key") {
        const auto second = base::parse_integer<std::uint64_t>(words[2]);
        if (second) record.key = value::HashKey{*first, *second};
        return;
    }
    const auto time = time_in(words[2]);
    if (!time) return;
    if (words[0] == "kill") record.kills.push_back({*first, *time});
    if (words[0] == "inmate" && words.size() > 3) {
        const auto request = line.substr(static_cast<std::size_t>(words[3].data() - line.data()));
        record.inmates.push_back({*first, std::string(request), *time});
    }
}

}  // namespace

std::string encode(const QuarantineRecord& record) {
    std::string text;
    const auto out = std::back_inserter(text);
    if (record.key) fmt::format_to(out, "key {} {}\n", record.key->first, record.key->second);
    const std::span<const QuarantineRecord::Kill> kills = record.kills;
    for (const auto& kill : kills.last(std::min(kills.size(), QuarantineRecord::most_kills))) {
        fmt::format_to(out, "kill {} {}\n", kill.fingerprint, as_number(kill.when));
    }
    for (const auto& inmate : record.inmates) {
        fmt::format_to(out, "inmate {} {} {}\n", inmate.fingerprint, as_number(inmate.until),
                       inmate.line.substr(0, most_of_line));
    }
    return text;
}

QuarantineRecord decode_quarantine(std::string_view text) {
    QuarantineRecord record;
    for (const std::string_view line : base::split(text, '\n')) take_line(line, record);
    return record;
}

}  // namespace tined::daemon
