#include "http/range.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

using Ranges = std::vector<ByteRange>;

RangeKind kind_of(std::string_view value, std::uint64_t length = 1000) {
    return select_range(value, length).kind;
}

ByteRange single(std::string_view value, std::uint64_t length = 1000) {
    const RangeSelection selection = select_range(value, length);
    BOOST_TEST_REQUIRE((selection.kind == RangeKind::single), value);
    BOOST_TEST_REQUIRE(selection.ranges.size() == 1u);
    return selection.ranges[0];
}

BOOST_AUTO_TEST_SUITE(range)

BOOST_AUTO_TEST_CASE(a_range_has_a_first_and_a_last_byte) {
    BOOST_TEST((single("bytes=0-499") == ByteRange{0, 500}));
    BOOST_TEST((single("bytes=0-0") == ByteRange{0, 1}));
    BOOST_TEST((single("bytes=999-999") == ByteRange{999, 1}));
    BOOST_TEST((single("Bytes= 5-6 ") == ByteRange{5, 2}));
}

BOOST_AUTO_TEST_CASE(a_range_without_a_last_byte_goes_to_the_end) {
    BOOST_TEST((single("bytes=10-") == ByteRange{10, 990}));
    BOOST_TEST((single("bytes=0-") == ByteRange{0, 1000}));
}

BOOST_AUTO_TEST_CASE(a_last_byte_past_the_end_is_the_end) {
    BOOST_TEST((single("bytes=990-5000") == ByteRange{990, 10}));
    BOOST_TEST((single("bytes=0-99999999999999999999999") == ByteRange{0, 1000}));
}

BOOST_AUTO_TEST_CASE(a_suffix_is_the_last_bytes) {
    BOOST_TEST((single("bytes=-5") == ByteRange{995, 5}));
    BOOST_TEST((single("bytes=-5000") == ByteRange{0, 1000}));
}

// RFC 9110 §14.1.2: a suffix that is longer than the content is all of it.
BOOST_AUTO_TEST_CASE(a_suffix_of_nothing_is_the_whole) {
    BOOST_TEST((kind_of("bytes=-1", 0) == RangeKind::whole));
    BOOST_TEST((kind_of("bytes=5-,-1", 0) == RangeKind::whole));
}

BOOST_AUTO_TEST_CASE(nothing_that_is_there_is_unsatisfiable) {
    BOOST_TEST((kind_of("bytes=1000-") == RangeKind::unsatisfiable));
    BOOST_TEST((kind_of("bytes=5000-6000") == RangeKind::unsatisfiable));
    BOOST_TEST((kind_of("bytes=-0") == RangeKind::unsatisfiable));
    BOOST_TEST((kind_of("bytes=99999999999999999999999-") == RangeKind::unsatisfiable));
    BOOST_TEST((kind_of("bytes=0-", 0) == RangeKind::unsatisfiable));
    BOOST_TEST((kind_of("bytes=-0", 0) == RangeKind::unsatisfiable));
    BOOST_TEST((kind_of("bytes=1000-,2000-") == RangeKind::unsatisfiable));
}

BOOST_AUTO_TEST_CASE(what_is_malformed_or_of_another_unit_is_ignored) {
    for (const char* value :
         {"", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=1-2-3",
          "bytes=+1-2", "bytes=1 - 2", "bytes=0x1-2", "bytes=1-2;3-4", "lines=1-2", "bytes =0-1",
          "bytes=0-1,x", "bytes=0-1 2-3", "bytes=--5"}) {
        BOOST_TEST((kind_of(value) == RangeKind::whole), value);
    }
}

BOOST_AUTO_TEST_CASE(several_are_kept_in_the_order_asked) {
    const RangeSelection selection = select_range("bytes=500-599, 0-9,,-1, 5000-", 1000);
    BOOST_TEST((selection.kind == RangeKind::several));
    BOOST_TEST((selection.ranges == Ranges{{500, 100}, {0, 10}, {999, 1}}));
}

BOOST_AUTO_TEST_CASE(several_of_which_one_is_there_are_a_single_one) {
    BOOST_TEST((single("bytes=5000-, 3-4") == ByteRange{3, 2}));
}

BOOST_AUTO_TEST_CASE(several_that_overlap_or_touch_are_one_in_the_place_of_the_first) {
    const auto merged = [](std::string_view value) { return select_range(value, 1000).ranges; };
    BOOST_TEST((single("bytes=0-9,5-14") == ByteRange{0, 15}));
    BOOST_TEST((single("bytes=0-9,10-19") == ByteRange{0, 20}));
    BOOST_TEST((single("bytes=10-19,0-9") == ByteRange{0, 20}));
    BOOST_TEST((single("bytes=0-,0-,0-") == ByteRange{0, 1000}));
    BOOST_TEST((single("bytes=-10,990-994") == ByteRange{990, 10}));
    BOOST_TEST((merged("bytes=0-9,11-19") == Ranges{{0, 10}, {11, 9}}));
    BOOST_TEST((merged("bytes=500-599,0-9,600-609") == Ranges{{500, 110}, {0, 10}}));
    BOOST_TEST((merged("bytes=900-909,0-9,20-29,10-19") == Ranges{{900, 10}, {0, 30}}));
    BOOST_TEST((merged("bytes=0-0,2-2,4-4,6-6,1-5") == Ranges{{0, 7}}));
}

BOOST_AUTO_TEST_CASE(together_they_are_never_more_than_the_whole) {
    std::string value = "bytes=0-";
    for (std::size_t i = 1; i < max_ranges; ++i) value += "," + std::to_string(i) + "-";
    BOOST_TEST((single(value) == ByteRange{0, 1000}));
}

BOOST_AUTO_TEST_CASE(too_many_are_the_whole) {
    std::string value = "bytes=0-0";
    for (std::size_t i = 1; i < max_ranges; ++i)
        value += "," + std::to_string(2 * i) + "-" + std::to_string(2 * i);
    BOOST_TEST((kind_of(value) == RangeKind::several));
    BOOST_TEST(select_range(value, 1000).ranges.size() == max_ranges);
    BOOST_TEST((kind_of(value + ",0-0") == RangeKind::whole));
    BOOST_TEST((kind_of(value + ",5000-") == RangeKind::whole));
}

BOOST_AUTO_TEST_CASE(a_part_says_where_it_belongs) {
    BOOST_TEST(content_range({500, 100}, 1000) == "bytes 500-599/1000");
    BOOST_TEST(byteranges_type("b") == "multipart/byteranges; boundary=b");
    BOOST_TEST(part_head("b", "text/css", {0, 10}, 1000) ==
               "\r\n--b\r\nContent-Type: text/css\r\nContent-Range: bytes 0-9/1000\r\n\r\n");
    BOOST_TEST(part_end("b") == "\r\n--b--\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
