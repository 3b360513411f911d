#include "config/units.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

using std::chrono::milliseconds;

BOOST_AUTO_TEST_SUITE(units)

BOOST_AUTO_TEST_CASE(sizes_are_bytes_or_binary_multiples) {
    BOOST_TEST(parse_size("0").value() == 0u);
    BOOST_TEST(parse_size("512").value() == 512u);
    BOOST_TEST(parse_size("64KiB").value() == 65'536u);
    BOOST_TEST(parse_size("10MiB").value() == 10'485'760u);
    BOOST_TEST(parse_size("2GiB").value() == 2'147'483'648u);
}

BOOST_AUTO_TEST_CASE(sizes_whose_factor_would_have_to_be_guessed_are_refused) {
    for (const char* text :
         {"", "K", "KiB", "8K", "8KB", "8kib", "8 KiB", "-1", "+1", "1.5MiB", "0x10", "8KiBKiB"}) {
        BOOST_TEST(!parse_size(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(sizes_that_overflow_are_refused) {
    BOOST_TEST(parse_size("9223372036854775807").value() == 9'223'372'036'854'775'807u);
    BOOST_TEST(!parse_size("9223372036854775808").has_value());
    BOOST_TEST(!parse_size("8388608TiB").has_value());
    BOOST_TEST(!parse_size("99999999999999999999").has_value());
}

BOOST_AUTO_TEST_CASE(durations_are_one_number_and_its_unit) {
    BOOST_CHECK(parse_duration("250ms").value() == milliseconds(250));
    BOOST_CHECK(parse_duration("30s").value() == milliseconds(30'000));
    BOOST_CHECK(parse_duration("5m").value() == milliseconds(300'000));
    BOOST_CHECK(parse_duration("1h").value() == milliseconds(3'600'000));
    BOOST_CHECK(parse_duration("31d").value() == milliseconds(31LL * 86'400'000));
    BOOST_CHECK(parse_duration("0s").value() == milliseconds(0));
}

BOOST_AUTO_TEST_CASE(durations_without_a_unit_or_of_several_are_refused) {
    for (const char* text :
         {"", "30", "s", "1.5s", "1h30m", "30 s", "-1s", "1w", "30S", "36501d"}) {
        BOOST_TEST(!parse_duration(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(an_amount_is_written_in_the_largest_unit_that_it_is_whole_in) {
    BOOST_TEST(write_size(0) == "0");
    BOOST_TEST(write_size(1500) == "1500");
    BOOST_TEST(write_size(65'536) == "64KiB");
    BOOST_TEST(write_size(10'485'760) == "10MiB");
    BOOST_TEST(write_duration(milliseconds(0)) == "0s");
    BOOST_TEST(write_duration(milliseconds(1500)) == "1500ms");
    BOOST_TEST(write_duration(milliseconds(90'000)) == "90s");
    BOOST_TEST(write_duration(milliseconds(31LL * 86'400'000)) == "31d");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
