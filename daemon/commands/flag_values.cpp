#include "daemon/commands/flag_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.hpp"
#include "base/process.hpp"
#include "base/text.hpp"

namespace tined::daemon {
namespace {

constexpr unsigned most_workers = 1024;
constexpr std::array<std::string_view, 4> levels = {"debug", "info", "warning", "error"};

std::unexpected<std::string> refused(std::string_view wanted, std::string_view found) {
    return std::unexpected(
        fmt::format("expected {}, found \"{}\"", wanted, base::escape_for_message(found)));
}

}  // namespace

std::expected<std::uint16_t, std::string> parse_port(std::string_view text) {
    const auto port = base::parse_integer<std::uint16_t>(text);
    if (!port) return refused("a port from 0 to 65535", text);
    return *port;
}

std::expected<unsigned, std::string> parse_workers(std::string_view text) {
    if (text == "auto") return base::cpu_count();
    const auto count = base::parse_integer<unsigned>(text);
    if (count && *count >= 1 && *count <= most_workers) return *count;
    return refused(fmt::format("auto or a number from 1 to {}", most_workers), text);
}

std::expected<bool, std::string> parse_truth(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return refused("true or false", text);
}

std::expected<log::Level, std::string> parse_level(std::string_view text) {
    const auto found = std::ranges::find(levels, text);
    // The words are in the order of log::Level.
    if (found != levels.end()) return static_cast<log::Level>(found - levels.begin());
    auto why = refused("debug, info, warning or error", text);
    auto near = base::nearest(text, levels);
    const auto is_longer = [text](std::string_view level) { return level.starts_with(text); };
    const auto longer = std::ranges::find_if(levels, is_longer);  // "warn", as others call it
    if (!near && !text.empty() && longer != levels.end()) near = *longer;
    if (near) why.error() += fmt::format("; did you mean {}?", *near);
    return why;
}

}  // namespace tined::daemon
