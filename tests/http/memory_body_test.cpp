#include "http/memory_body.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/http/finished.hpp"

using tined::http::BodyError;
using tined::http::MemoryBody;
using tined::tests::finished;

BOOST_AUTO_TEST_SUITE(memory_body)

BOOST_AUTO_TEST_CASE(it_is_collected_whole_and_as_often_as_asked) {
    MemoryBody body("bytes");
    BOOST_TEST(!body.is_empty());
    BOOST_TEST(!body.is_collected());
    BOOST_TEST(finished(body.collect()).value() == "bytes");
    BOOST_TEST(finished(body.collect()).value() == "bytes");
    BOOST_TEST(body.is_collected());
    BOOST_TEST(body.collected() == "bytes");
}

BOOST_AUTO_TEST_CASE(it_is_read_in_one_piece) {
    MemoryBody body("bytes");
    BOOST_TEST(finished(body.read()).value() == "bytes");
    BOOST_TEST(finished(body.read()).value() == "");
}

BOOST_AUTO_TEST_CASE(it_keeps_to_its_limit) {
    MemoryBody body("bytes");
    body.set_limit(4);
    BOOST_TEST((finished(body.collect()).error() == BodyError::too_large));
    BOOST_TEST((finished(body.read()).error() == BodyError::too_large));
    body.set_limit(5);
    BOOST_TEST(finished(body.collect()).value() == "bytes");
}

BOOST_AUTO_TEST_CASE(none_is_empty_and_collected) {
    const MemoryBody body;
    BOOST_TEST(body.is_empty());
    BOOST_TEST(body.is_collected());
}

BOOST_AUTO_TEST_SUITE_END()
