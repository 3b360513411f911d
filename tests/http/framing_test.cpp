#include "http/framing.hpp"

#include <boost/test/unit_test.hpp>

#include "http/request_parser.hpp"

namespace tined::http {
namespace {

constexpr Version v11 = Version::http_1_1;

BOOST_AUTO_TEST_SUITE(framing)

// The rows of tests/corpus/http/framing.txt ask the rest through the parser.
BOOST_AUTO_TEST_CASE(without_fields_there_is_no_body) {
    BOOST_TEST((decide_framing({}, v11)->framing == Framing::none));
    BOOST_TEST((decide_framing({}, Version::http_1_0)->framing == Framing::none));
}

BOOST_AUTO_TEST_CASE(a_length_is_taken_as_it_is) {
    const auto decision = decide_framing({.content_length = "42", .content_lengths = 1}, v11);
    BOOST_TEST((decision->framing == Framing::length));
    BOOST_TEST(decision->content_length == 42u);
}

BOOST_AUTO_TEST_CASE(chunked_alone_is_the_only_coding_and_only_in_http_1_1) {
    const FramingFields chunked = {.transfer_encoding = "Chunked", .transfer_encodings = 1};
    BOOST_TEST((decide_framing(chunked, v11)->framing == Framing::chunked));
    BOOST_TEST(
        (decide_framing(chunked, Version::http_1_0).error() == ParseError::bad_transfer_encoding));
}

BOOST_AUTO_TEST_CASE(a_length_and_a_coding_are_ambiguous_whatever_they_say) {
    const FramingFields both = {.content_length = "nonsense",
                                .transfer_encoding = "nonsense",
                                .content_lengths = 1,
                                .transfer_encodings = 1};
    BOOST_TEST((decide_framing(both, v11).error() == ParseError::ambiguous_framing));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
