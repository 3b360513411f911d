#include "daemon/commands/new_module.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_SUITE(new_module)

BOOST_AUTO_TEST_CASE(a_name_is_small_letters_digits_and_underscores) {
    for (const auto* const name : {"a", "shop", "shop_2"}) BOOST_TEST(is_module_name(name));
    for (const auto* const name : {"test", "all", "clean"}) BOOST_TEST(!is_module_name(name));
    for (const auto* const name : {"", "2a", "_a", "Shop", "a-b", "../a", "a/b", "ä"}) {
        BOOST_TEST(!is_module_name(name));
    }
}

BOOST_AUTO_TEST_CASE(its_files_have_the_name_and_no_word_that_stands_for_it) {
    const auto files = daemon::new_module("shop");
    BOOST_REQUIRE(files.size() == 3u);
    BOOST_TEST(files[1].name == "shop.cpp");
    BOOST_TEST(files[0].content.find("add_test(NAME site") != std::string::npos);
    BOOST_TEST(files[0].content.find("project(shop ") != std::string::npos);
    BOOST_TEST(files[0].content.find("cmake_minimum_required(VERSION 3.25)") != std::string::npos);
    BOOST_TEST(files[0].content.find("find_package(tined " TINED_VERSION " ") != std::string::npos);
    BOOST_TEST(files[0].content.find("set(CMAKE_BUILD_TYPE RelWithDebInfo)") != std::string::npos);
    BOOST_TEST(files[1].content.find("NAME") == std::string::npos);
    BOOST_TEST(files[2].content.find("NAME") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
