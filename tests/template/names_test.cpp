#include <boost/test/unit_test.hpp>

#include "template/names.hpp"
#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(each_name_has_one_slot) {
    Symbols symbols;
    BOOST_CHECK_EQUAL(symbols.slot_of("a"), 0);
    BOOST_CHECK_EQUAL(symbols.slot_of("b"), 1);
    BOOST_CHECK_EQUAL(symbols.slot_of("a"), 0);
    BOOST_CHECK_EQUAL(symbols.name_of(1), "b");
    BOOST_CHECK_EQUAL(symbols.size(), 2);
}

BOOST_AUTO_TEST_CASE(names_stay_where_they_are) {
    Symbols symbols;
    symbols.slot_of("first");
    const std::string_view first = symbols.name_of(0);
    for (int i = 0; i < 1000; ++i) symbols.slot_of("n" + std::to_string(i));
    BOOST_CHECK_EQUAL(symbols.name_of(0).data(), first.data());
    BOOST_CHECK_EQUAL(symbols.slot_of("n999"), 1000);
}

}  // namespace
}  // namespace tined::templates
