#include "base/loaded_code.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace {

using tined::base::LoadedCode;

BOOST_AUTO_TEST_SUITE(loaded_code)

BOOST_AUTO_TEST_CASE(an_address_is_found_in_the_module_that_has_it) {
    LoadedCode code;
    code.add(0x1000, 0x2000, "a.so");
    code.add(0x3000, 0x4000, "b.so");
    BOOST_TEST(!code.find(0xfff));
    BOOST_TEST(code.find(0x1000)->name == "a.so");
    BOOST_TEST(code.find(0x3fff)->name == "b.so");
    BOOST_TEST(code.find(0x3010)->offset == 0x10u);
    BOOST_TEST(!code.find(0x2000));
}

BOOST_AUTO_TEST_CASE(there_is_room_for_so_many_and_for_so_long_names) {
    LoadedCode code;
    const std::string name(500, 'x');
    for (std::uint64_t i = 0; i < 2 * LoadedCode::most; ++i) code.add(i, i + 1, name + "y");
    BOOST_TEST(code.find(0)->name.size() < 200u);
    BOOST_TEST(code.find(0)->name.ends_with("xy"));
    BOOST_TEST(!code.find(LoadedCode::most));
    code.clear();
    BOOST_TEST(!code.find(0));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
