#include "config/node_text.hpp"

#include <boost/test/unit_test.hpp>

#include "config/load.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace tined;

namespace {

/// The value of `routes`, on one line.
std::string text_of(const std::string& yaml) {
    tests::TemporaryFolder folder;
    config::Problems problems;
    const auto loaded =
        config::load(folder.write("tined.yaml", "routes: " + yaml + "\n"), {}, problems);
    BOOST_TEST_REQUIRE(problems.empty(), problems.to_string());
    return config::one_line(*loaded->document.root.find("routes"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(node_text)

BOOST_AUTO_TEST_CASE(a_tree_is_written_in_flow_style) {
    BOOST_TEST(text_of("[{path: /, get: {text: a}}, ~, [1]]") ==
               "[{path: /, get: {text: a}}, ~, [1]]");
}

BOOST_AUTO_TEST_CASE(text_that_flow_style_would_take_apart_is_quoted) {
    BOOST_TEST(text_of("['a, b', '', '{{ x }}']") == R"(["a, b", "", "{{ x }}"])");
}

BOOST_AUTO_TEST_CASE(lines_become_one_and_long_text_is_cut_between_characters) {
    BOOST_TEST(text_of("|\n  a\n  b\n") == "a b");
    const std::string sixty_one = std::string(59, 'x') + "\xc3\xa9";
    BOOST_TEST(text_of(sixty_one + "y") == std::string(59, 'x') + "...");
}

BOOST_AUTO_TEST_CASE(a_secret_is_not_shown) {
    ::setenv("TINED_TEST_SECRET", "xyzzy", 1);
    BOOST_TEST(text_of("[!env TINED_TEST_SECRET]") == "[(secret)]");
}

BOOST_AUTO_TEST_SUITE_END()
