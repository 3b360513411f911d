#include "http/date.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

constexpr sys_seconds example{784111777s};
constexpr sys_seconds now{1'750'000'000s};  // June 2025

BOOST_AUTO_TEST_SUITE(date)

BOOST_AUTO_TEST_CASE(a_date_is_written_as_imf_fixdate) {
    BOOST_TEST(write_date(example) == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(write_date(sys_seconds()) == "Thu, 01 Jan 1970 00:00:00 GMT");
    BOOST_TEST(write_date(sys_seconds(951'782'400s)) == "Tue, 29 Feb 2000 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(what_four_digits_cannot_hold_is_the_nearest_that_they_can) {
    BOOST_TEST(write_date(sys_seconds(-1s)) == "Thu, 01 Jan 1970 00:00:00 GMT");
    BOOST_TEST(write_date(sys_seconds::max()) == "Fri, 31 Dec 9999 23:59:59 GMT");
}

// RFC 9110 §5.6.7's own example.
BOOST_AUTO_TEST_CASE(all_three_forms_are_read) {
    for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994"}) {
        BOOST_TEST((parse_date(text, now) == example), text);
    }
    BOOST_TEST((parse_date("Wed Nov 16 08:49:37 1994", now) == example + 240h));
}

BOOST_AUTO_TEST_CASE(two_digits_of_a_year_are_never_more_than_fifty_years_ahead) {
    BOOST_TEST((parse_date("Monday, 01-Jan-75 00:00:00 GMT", now) ==
                parse_date("Tue, 01 Jan 2075 00:00:00 GMT", now)));
    BOOST_TEST((parse_date("Monday, 01-Jan-76 00:00:00 GMT", now) ==
                parse_date("Thu, 01 Jan 1976 00:00:00 GMT", now)));
}

BOOST_AUTO_TEST_CASE(a_written_date_is_read_back) {
    for (auto time = sys_seconds(); time < now; time += 12345h + 678s) {
        BOOST_TEST((parse_date(write_date(time), now) == time));
    }
}

BOOST_AUTO_TEST_CASE(a_leap_second_is_the_next_minute) {
    BOOST_TEST((parse_date("Sat, 31 Dec 2016 23:59:60 GMT", now) ==
                parse_date("Sun, 01 Jan 2017 00:00:00 GMT", now)));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_none) {
    for (const char* text : {"",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             " Sun, 06 Nov 1994 08:49:37 GMT",
                             "sun, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 94 08:49:37 GMT",
                             "Sun, 06 Nox 1994 08:49:37 GMT",
                             "Sun, 31 Nov 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, 29 Feb 1995 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, 06 Nov -994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 8:49:37 GMT",
                             "Sun, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov 6 08:49:37 1994",
                             "784111777",
                             "0"}) {
        BOOST_TEST(!parse_date(text, now), text);
    }
}

BOOST_AUTO_TEST_CASE(the_cache_tells_the_second_that_it_is_asked_for) {
    DateCache cache;
    BOOST_TEST(cache.at(example) == "Sun, 06 Nov 1994 08:49:37 GMT");
    const void* const first = cache.at(example).data();
    BOOST_TEST(static_cast<const void*>(cache.at(example).data()) == first);
    BOOST_TEST(cache.at(example + 1s) == "Sun, 06 Nov 1994 08:49:38 GMT");
    BOOST_TEST(cache.at(example) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
