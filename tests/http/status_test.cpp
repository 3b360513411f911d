#include "http/status.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

BOOST_AUTO_TEST_SUITE(status)

BOOST_AUTO_TEST_CASE(a_code_has_its_registered_phrase) {
    BOOST_TEST(reason_phrase(200) == "OK");
    BOOST_TEST(reason_phrase(413) == "Content Too Large");
    BOOST_TEST(reason_phrase(416) == "Range Not Satisfiable");
    BOOST_TEST(reason_phrase(422) == "Unprocessable Content");
    BOOST_TEST(reason_phrase(599) == "Unknown");
}

BOOST_AUTO_TEST_CASE(informational_204_205_and_304_have_no_body) {
    for (const int status : {100, 101, 103, 199, 204, 205, 304}) BOOST_TEST(has_no_body(status));
    for (const int status : {200, 203, 206, 300, 303, 305, 404, 500}) {
        BOOST_TEST(!has_no_body(status));
    }
}

BOOST_AUTO_TEST_CASE(a_final_status_is_of_the_classes_2_to_5) {
    BOOST_TEST(is_final_status(200));
    BOOST_TEST(is_final_status(599));
    BOOST_TEST(!is_final_status(199));
    BOOST_TEST(!is_final_status(600));
    BOOST_TEST(status_class(404) == 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
