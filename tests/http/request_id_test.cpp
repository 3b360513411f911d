#include "http/request_id.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

using tined::http::RequestIds;

namespace {

std::string text_of(const tined::http::RequestId& id) { return {id.data(), id.size()}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(request_id)

BOOST_AUTO_TEST_CASE(ids_are_sixteen_hexadecimal_digits_and_never_the_same) {
    RequestIds ids;
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(text_of(ids.next()));
    BOOST_TEST(seen.size() == 10'000U);
    for (const std::string& id : seen) {
        BOOST_TEST(id.size() == 16U);
        BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(two_workers_begin_at_different_places) {
    RequestIds one;
    RequestIds other;
    BOOST_TEST(text_of(one.next()) != text_of(other.next()));
}

BOOST_AUTO_TEST_SUITE_END()
