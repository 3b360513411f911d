#include "app/http_error.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

using tined::app::HttpError;

BOOST_AUTO_TEST_SUITE(http_error)

BOOST_AUTO_TEST_CASE(it_says_its_status_and_reason) {
    BOOST_TEST(std::string(HttpError(404).what()) == "404 Not Found");
    BOOST_TEST(std::string(HttpError(404, "No such cat").what()) == "404 No such cat");
}

BOOST_AUTO_TEST_CASE(a_control_character_of_a_reason_becomes_a_space) {
    BOOST_TEST(HttpError(400, "line one\r\nX: y\x7f").reason() == "line one  X: y ");
}

BOOST_AUTO_TEST_CASE(a_status_that_is_no_error_is_the_programs_fault) {
    BOOST_CHECK_THROW(HttpError(200), std::invalid_argument);
    BOOST_CHECK_THROW(HttpError(600), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
