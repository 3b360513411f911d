#include "base/pen.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace {

using tined::base::append_by_pen;
using tined::base::Pen;

}  // namespace

BOOST_AUTO_TEST_SUITE(pen)

BOOST_AUTO_TEST_CASE(what_is_written_stands_behind_what_was_there) {
    std::string out = "before ";
    append_by_pen(100, out, [](Pen& pen) {
        pen.literal("a literal, ");
        pen.text("a text, ");
        pen.bytes(std::array{'b', 'y', 't', 'e', 's', ' '});
        pen.number(0);
    });
    BOOST_TEST(out == "before a literal, a text, bytes 0");
}

BOOST_AUTO_TEST_CASE(the_largest_number_has_room) {
    std::string out;
    append_by_pen(Pen::longest_number, out,
                  [](Pen& pen) { pen.number(std::numeric_limits<std::uint64_t>::max()); });
    BOOST_TEST(out == "18446744073709551615");
}

BOOST_AUTO_TEST_CASE(an_empty_text_is_nothing_wherever_it_is) {
    std::string out = "a";
    append_by_pen(1, out, [](Pen& pen) {
        pen.text(std::string_view());
        pen.text("");
    });
    BOOST_TEST(out == "a");
}

BOOST_AUTO_TEST_SUITE_END()
