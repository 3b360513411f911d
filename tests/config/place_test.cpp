#include "config/place.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(place)

BOOST_AUTO_TEST_CASE(a_problem_is_one_line_with_place_path_and_message) {
    Problems problems;
    problems.add({"tined.yaml", 14, 9}, "routes[2].get.tempalte", "unknown key");
    BOOST_TEST(problems.to_string() == "tined.yaml:14:9: routes[2].get.tempalte: unknown key\n");
}

BOOST_AUTO_TEST_CASE(a_file_as_a_whole_has_neither_line_nor_path) {
    Problems problems;
    problems.add({"tined.yaml", 0, 0}, {}, "No such file or directory");
    BOOST_TEST(problems.to_string() == "tined.yaml: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(problems_come_in_the_order_of_their_places) {
    Problems problems;
    problems.add({"f", 10, 1}, {}, "third");
    problems.add({"f", 9, 2}, {}, "second");
    problems.add({"f", 9, 1}, {}, "first");
    BOOST_TEST(problems.to_string() == "f:9:1: first\nf:9:2: second\nf:10:1: third\n");
}

BOOST_AUTO_TEST_CASE(the_same_problem_is_said_once) {
    Problems problems;
    problems.add({"f", 1, 1}, "a", "wrong");
    problems.add({"f", 1, 1}, "a", "wrong");
    BOOST_TEST(problems.sorted().size() == 1u);
    BOOST_TEST(problems.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_problem_outlives_the_names_of_its_files) {
    Problems problems;
    {
        const std::string name = "a-name-that-is-too-long-for-small-strings.yaml";
        problems.add({name, 1, 1}, {}, "wrong");
    }
    BOOST_TEST(problems.to_string() ==
               "a-name-that-is-too-long-for-small-strings.yaml:1:1: wrong\n");
}

BOOST_AUTO_TEST_CASE(paths_are_written_with_dots_and_brackets) {
    BOOST_TEST(member_path("", "limits") == "limits");
    BOOST_TEST(member_path("limits", "body_size") == "limits.body_size");
    BOOST_TEST(member_path("headers", "X-Frame-Options") == "headers.X-Frame-Options");
    BOOST_TEST(member_path("static", "/a/") == "static[\"/a/\"]");
    BOOST_TEST(member_path("a", "") == "a[\"\"]");
    BOOST_TEST(item_path("routes", 2) == "routes[2]");
}

BOOST_AUTO_TEST_CASE(an_origin_maps_lines_and_columns_of_a_text_to_its_file) {
    const Origin origin = {.place = {"f", 10, 7}, .indent = 6};
    BOOST_TEST(to_string(origin.place_of(1, 1)) == "f:10:7");
    BOOST_TEST(to_string(origin.place_of(1, 5)) == "f:10:11");
    BOOST_TEST(to_string(origin.place_of(3, 2)) == "f:12:8");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
