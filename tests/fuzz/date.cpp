// HTTP dates in their three forms: parse_date().
#include "http/date.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {

void read(std::string_view input) {
    using namespace std::chrono;
    constexpr sys_seconds now = sys_days(year(2026) / January / 1);
    const auto date = http::parse_date(input, now);
    if (!date || *date < sys_seconds{}) return;  // before 1970: nothing that write_date() has
    must(*date < sys_days(year(10000) / January / 1));
    const auto again = http::parse_date(http::write_date(*date), now);
    must(again == date);
}

}  // namespace tined::fuzz
