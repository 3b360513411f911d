#include "daemon/logs/log_sink.hpp"

#include <spdlog/details/log_msg.h>
#include <spdlog/details/os.h>
#include <spdlog/pattern_formatter.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

constexpr const char* time_pattern = "%Y-%m-%dT%H:%M:%S.%e%z";

spdlog::level::level_enum level_of(log::Level level) noexcept {
    switch (level) {
        case log::Level::debug:
            return spdlog::level::debug;
        case log::Level::info:
            return spdlog::level::info;
        case log::Level::warning:
            return spdlog::level::warn;
        case log::Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

// syslog(3)'s numbers.
char severity_of(log::Level level) noexcept {
    switch (level) {
        case log::Level::debug:
            return '7';
        case log::Level::info:
            return '6';
        case log::Level::warning:
            return '4';
        case log::Level::error:
            return '3';
    }
    return '3';
}

class JsonFormatter final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        spdlog::memory_buf_t time;
        time_.format(message, time);
        const auto level = spdlog::level::to_string_view(message.level);
        const std::string_view who(message.logger_name.data(), message.logger_name.size());
        value::Map map;
        map.set("time", std::string_view(time.data(), time.size()));
        map.set("level", std::string_view(level.data(), level.size()));
        map.set("slot", slot_of(who));
        map.set("pid", spdlog::details::os::pid());
        map.set("message", std::string_view(message.payload.data(), message.payload.size()));
        std::string line;
        value::write_json(map, line);
        line.push_back('\n');
        out.append(line);
    }
    std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonFormatter>(); }

private:
    static value::Value slot_of(std::string_view who) {
        const auto number = base::split_once(who, ' ');
        if (!number) return who;
        const auto slot = base::parse_integer<int>(number->after);
        return slot ? value::Value(*slot) : value::Value(who);
    }

    spdlog::pattern_formatter time_{time_pattern, spdlog::pattern_time_type::local, ""};
};

std::unique_ptr<spdlog::formatter> make_formatter(config::LogFormat format,
                                                  const std::string& pattern) {
    switch (format) {
        case config::LogFormat::text:
            return std::make_unique<spdlog::pattern_formatter>(
                pattern, spdlog::pattern_time_type::local, "\n");
        case config::LogFormat::json:
            return std::make_unique<JsonFormatter>();
    }
    return nullptr;
}

std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\n') {
            line.append("\\n");
        } else {
            line.push_back(base::is_control(c) ? '?' : c);
        }
    }
    return line;
}

}  // namespace

LogSink::LogSink(LineOutput& output, const config::Log& settings, const std::string& who)
    : output_(output),
      level_(settings.level),
      who_(who),
      whole_(make_formatter(settings.format, std::string(time_pattern) + " %l %n: %v")),
      short_(make_formatter(settings.format, "%n: %v")) {}

LogSink::~LogSink() = default;

void LogSink::write(log::Level level, std::string_view line) noexcept {
    if (takes(level)) output_.write(formatted(level, line));
}

void LogSink::announce(std::string_view line) noexcept {
    output_.write(formatted(log::Level::info, line));
}

bool LogSink::try_to_warn(std::string_view line) noexcept {
    return output_.try_write(formatted(log::Level::warning, line));
}

std::string LogSink::formatted(log::Level level, std::string_view line) {
    const bool is_one_line = std::ranges::none_of(line, base::is_control);
    const std::string cleaned = is_one_line ? std::string() : on_one_line(line);
    const std::string_view text = is_one_line ? line : std::string_view(cleaned);
    const spdlog::details::log_msg message(who_, level_of(level),
                                           spdlog::string_view_t(text.data(), text.size()));
    const bool has_level = output_.has_level();
    spdlog::memory_buf_t formatted;
    const std::lock_guard lock(mutex_);
    (has_level ? short_ : whole_)->format(message, formatted);
    std::string whole;
    if (has_level) whole.append("<").append(1, severity_of(level)).append(">");
    whole.append(formatted.data(), formatted.size());
    return whole;
}

}  // namespace tined::daemon
