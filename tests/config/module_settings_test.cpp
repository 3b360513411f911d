#include "config/module_settings.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(module_settings)

BOOST_AUTO_TEST_CASE(a_module_is_a_path_alone_or_a_mapping_with_what_it_may_reach) {
    Written text(
        "- ./a.so\n"
        "- {file: lib/b.so, connect: ['[::1]:80', 'db:5432', 'unix:/run/x'], paths: /srv}\n");
    const auto modules = read_modules(text.reader());
    BOOST_TEST(text.said() == "");
    BOOST_REQUIRE(modules.size() == 2u);
    BOOST_TEST(modules[0].name == "./a.so");
    BOOST_TEST(modules[0].connect.empty());
    BOOST_TEST(modules[1].file.filename() == "b.so");
    BOOST_REQUIRE(modules[1].connect.size() == 3u);
    BOOST_CHECK((modules[1].connect[1] == Address(TcpAddress{"db", 5432})));
    BOOST_REQUIRE(modules[1].paths.size() == 1u);
    BOOST_TEST(modules[1].paths[0] == "/srv");
}

BOOST_AUTO_TEST_CASE(one_alone_needs_no_list_and_its_path_has_a_slash) {
    Written text("a.so\n");
    const auto modules = read_modules(text.reader());
    BOOST_REQUIRE(modules.size() == 1u);
    BOOST_TEST(modules[0].file.has_parent_path());
    BOOST_TEST(modules[0].name == "a.so");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_and_left_out) {
    Written text(
        "- {connect: ['a:1']}\n"
        "- {file: a.so, conect: []}\n"
        "- {file: b.so, connect: [systemd, 'a:0', 'a']}\n"
        "- [c.so]\n");
    const auto modules = read_modules(text.reader());
    const std::string said = text.said();
    BOOST_TEST(modules.size() == 2u);
    BOOST_TEST(said.find("f:1:3: [0]: `file` is required") != std::string::npos);
    BOOST_TEST(said.find("did you mean \"connect\"?") != std::string::npos);
    BOOST_TEST(said.find("f:3:26: [2].connect[0]: expected HOST:PORT or unix:PATH") !=
               std::string::npos);
    BOOST_TEST(said.find("[2].connect[1]: expected HOST:PORT or unix:PATH") != std::string::npos);
    BOOST_TEST(said.find("f:4:3: [3]: expected a path, or {file:") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_file_twice_is_told_however_it_is_written) {
    Written text("[a.so, ./b/../a.so]\n");
    BOOST_TEST(read_modules(text.reader()).size() == 1u);
    BOOST_TEST(text.said().find("the module ./b/../a.so is named twice") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
