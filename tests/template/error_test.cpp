#include "template/error.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(an_error_is_told_with_its_place) {
    BOOST_CHECK_EQUAL(to_string({"a.html", {3, 14}, "wrong"}), "a.html:3:14: wrong");
}

}  // namespace
}  // namespace tined::templates
