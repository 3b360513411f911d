#include "handlers/excerpt.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/temporary_folder.hpp"

using tined::handlers::read_excerpt;
using tined::tests::TemporaryFolder;

namespace {

struct Written {
    std::string text_of(int line, int around) {
        std::string text;
        for (const auto& one : read_excerpt(file, line, around)) {
            text += std::to_string(one.number) + (one.is_it ? ">" : " ") + one.text + "\n";
        }
        return text;
    }

    TemporaryFolder folder;
    std::string file = folder.write("a.txt", "one\ntwo\r\nthree\nfour\n");
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(excerpt, Written)

BOOST_AUTO_TEST_CASE(the_lines_around_are_numbered_and_the_one_that_is_meant_is_marked) {
    BOOST_TEST(text_of(2, 1) == "1 one\n2>two\n3 three\n");
}

BOOST_AUTO_TEST_CASE(at_the_ends_of_the_file_there_are_fewer) {
    BOOST_TEST(text_of(1, 1) == "1>one\n2 two\n");
    BOOST_TEST(text_of(4, 5) == "1 one\n2 two\n3 three\n4>four\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_has_no_lines) {
    BOOST_TEST(text_of(0, 1) == "");
    BOOST_TEST(text_of(5, 1) == "");
    BOOST_TEST(read_excerpt("/none", 1).empty());
    BOOST_TEST(read_excerpt(folder.write("b", "\xff\n"), 1).empty());
    BOOST_TEST(read_excerpt(folder.path().string(), 1).empty());
}

BOOST_AUTO_TEST_CASE(keys_are_masked_though_they_begin_above_the_excerpt) {
    const std::string name = folder.write("k", "cookies:\n  keys:\n    1: abc\n    2: def\nbad\n");
    const auto lines = read_excerpt(name, 5, 1);
    BOOST_TEST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines.front().text == "    (masked)");
    BOOST_TEST(lines.back().text == "bad");
}

BOOST_AUTO_TEST_CASE(a_long_line_is_cut) {
    const auto lines = read_excerpt(folder.write("c", std::string(1000, 'x')), 1);
    BOOST_TEST_REQUIRE(lines.size() == 1U);
    BOOST_TEST(lines.front().text == std::string(400, 'x') + "...");
}

BOOST_AUTO_TEST_SUITE_END()
