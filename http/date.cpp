#include "http/date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tined::http {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_weekdays = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Eats a text of fixed fields from the left; once something did not fit, nothing does any more.
class Reader {
public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    void literal(std::string_view expected) noexcept {
        good_ = good_ && rest_.starts_with(expected);
        if (good_) rest_.remove_prefix(expected.size());
    }
    template <std::size_t N>
    unsigned one_of(const std::array<std::string_view, N>& words) noexcept {
        const auto found = std::ranges::find_if(
            words, [this](std::string_view word) { return rest_.starts_with(word); });
        good_ = good_ && found != words.end();
        if (good_) rest_.remove_prefix(found->size());
        return static_cast<unsigned>(found - words.begin());
    }
    /// Exactly so many digits.
    int digits(std::size_t count) noexcept {
        const auto number = rest_.size() < count || !base::is_digit(rest_.front())
                                ? std::nullopt
                                : base::parse_integer<int>(rest_.substr(0, count));
        good_ = good_ && number.has_value();
        if (!good_) return 0;
        rest_.remove_prefix(count);
        return *number;
    }
    bool next_is(char c) const noexcept { return rest_.starts_with(c); }
    bool is_done() const noexcept { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

struct Parts {
    int year = 0;
    unsigned month = 0;  // from 0
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

void read_time(Reader& reader, Parts& parts) noexcept {
    parts.hour = reader.digits(2);
    reader.literal(":");
    parts.minute = reader.digits(2);
    reader.literal(":");
    parts.second = reader.digits(2);
}

// IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
std::optional<Parts> read_fixdate(std::string_view text) noexcept {
    Reader reader(text);
    Parts parts;
    reader.one_of(weekdays);
    reader.literal(", ");
    parts.day = reader.digits(2);
    reader.literal(" ");
    parts.month = reader.one_of(months);
    reader.literal(" ");
    parts.year = reader.digits(4);
    reader.literal(" ");
    read_time(reader, parts);
    reader.literal(" GMT");
    return reader.is_done() ? std::optional(parts) : std::nullopt;
}

// rfc850-date: Sunday, 06-Nov-94 08:49:37 GMT
std::optional<Parts> read_rfc850(std::string_view text) noexcept {
    Reader reader(text);
    Parts parts;
    reader.one_of(long_weekdays);
    reader.literal(", ");
    parts.day = reader.digits(2);
    reader.literal("-");
    parts.month = reader.one_of(months);
    reader.literal("-");
    parts.year = reader.digits(2);
    reader.literal(" ");
    read_time(reader, parts);
    reader.literal(" GMT");
    return reader.is_done() ? std::optional(parts) : std::nullopt;
}

// asctime-date: Sun Nov  6 08:49:37 1994
std::optional<Parts> read_asctime(std::string_view text) noexcept {
    Reader reader(text);
    Parts parts;
    reader.one_of(weekdays);
    reader.literal(" ");
    parts.month = reader.one_of(months);
    reader.literal(" ");
    const bool is_padded = reader.next_is(' ');
    if (is_padded) reader.literal(" ");
    parts.day = reader.digits(is_padded ? 1 : 2);
    reader.literal(" ");
    read_time(reader, parts);
    reader.literal(" ");
    parts.year = reader.digits(4);
    return reader.is_done() ? std::optional(parts) : std::nullopt;
}

std::optional<sys_seconds> assemble(const Parts& parts) noexcept {
    const year_month_day day(std::chrono::year(parts.year), std::chrono::month(parts.month + 1),
                             std::chrono::day(static_cast<unsigned>(parts.day)));
    // 60 is a leap second; it is the next minute's first here, as for all of POSIX.
    if (!day.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) {
        return std::nullopt;
    }
    return sys_days(day) + std::chrono::hours(parts.hour) + std::chrono::minutes(parts.minute) +
           std::chrono::seconds(parts.second);
}

int year_of(sys_seconds time) noexcept {
    return static_cast<int>(year_month_day(std::chrono::floor<std::chrono::days>(time)).year());
}

}  // namespace

std::string write_date(sys_seconds time) {
    constexpr sys_seconds last = sys_days(std::chrono::year(9999) / 12 / 31) +
                                 std::chrono::hours(24) - std::chrono::seconds(1);
    time = std::clamp(time, sys_seconds(), last);
    const sys_days days = std::chrono::floor<std::chrono::days>(time);
    const year_month_day date(days);
    const std::chrono::hh_mm_ss clock(time - days);
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        weekdays[std::chrono::weekday(days).c_encoding()], static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
        clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<sys_seconds> parse_date(std::string_view text, sys_seconds now) noexcept {
    if (const auto parts = read_fixdate(text)) return assemble(*parts);
    if (const auto parts = read_asctime(text)) return assemble(*parts);
    auto parts = read_rfc850(text);
    if (!parts) return std::nullopt;
    const int this_year = year_of(now);
    parts->year += this_year - this_year % 100;
    if (parts->year > this_year + 50) parts->year -= 100;
    return assemble(*parts);
}

std::string_view DateCache::at(sys_seconds now) {
    if (now != second_) {
        text_ = write_date(now);
        second_ = now;
    }
    return text_;
}

}  // namespace tined::http
