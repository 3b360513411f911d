#include "config/typed.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

using value::Value;

BOOST_AUTO_TEST_SUITE(typed)

BOOST_AUTO_TEST_CASE(where_text_is_wanted_any_scalar_is_that_text) {
    for (const char* word : {"off", "no", "1.10", "0640", "404", "true", "null", "0x1F", "1e3"}) {
        Written text(std::string("a: ") + word + "\n");
        BOOST_TEST(as_text(text.at("a")).value() == word);
        BOOST_TEST(text.said() == "");
    }
}

BOOST_AUTO_TEST_CASE(a_list_or_mapping_is_no_text_and_its_bracket_is_explained) {
    Written text("a: [x]\nb: {x: y}\nc:\n  - x\n");
    as_text(text.at("a"));
    as_text(text.at("b"));
    as_text(text.at("c"));
    BOOST_TEST(text.said() ==
               "f:1:4: a: expected text (quoted, if it begins with [), found a list\n"
               "f:2:4: b: expected text (quoted, if it begins with {), found a mapping\n"
               "f:4:3: c: expected text, found a list\n");
}

BOOST_AUTO_TEST_CASE(empty_text_is_text_but_not_where_some_is_wanted) {
    Written text("a: ''\n");
    BOOST_TEST(as_text(text.at("a")).value() == "");
    BOOST_TEST(!as_nonempty_text(text.at("a")).has_value());
    BOOST_TEST(text.said() == "f:1:4: a: expected text that is not empty\n");
}

BOOST_AUTO_TEST_CASE(only_true_and_false_are_booleans) {
    Written text("a: true\nb: 'false'\nc: yes\n");
    BOOST_TEST(as_boolean(text.at("a")).value() == true);
    BOOST_TEST(as_boolean(text.at("b")).value() == false);
    BOOST_TEST(!as_boolean(text.at("c")).has_value());
}

BOOST_AUTO_TEST_CASE(a_number_has_bounds_that_are_told) {
    Written text("a: 5\nb: 0\nc: 11\nd: 5.0\n");
    const Integer<int> one_to_ten{1, 10};
    BOOST_TEST(one_to_ten(text.at("a")).value() == 5);
    BOOST_TEST(!one_to_ten(text.at("b")).has_value());
    BOOST_TEST(!one_to_ten(text.at("c")).has_value());
    BOOST_TEST(!one_to_ten(text.at("d")).has_value());
    BOOST_TEST(text.said() ==
               "f:2:4: b: expected a whole number from 1 to 10, found \"0\"\n"
               "f:3:4: c: expected a whole number from 1 to 10, found \"11\"\n"
               "f:4:4: d: expected a whole number from 1 to 10, found \"5.0\"\n");
}

BOOST_AUTO_TEST_CASE(a_size_has_bounds_as_well) {
    Written text("a: 1KiB\nb: 1MiB\n");
    const Size small{.least = 1, .most = 2048};
    BOOST_TEST(small(text.at("a")).value() == 1024u);
    BOOST_TEST(!small(text.at("b")).has_value());
}

BOOST_AUTO_TEST_CASE(a_timeout_of_nothing_is_refused_where_it_would_never_end) {
    Written text("a: 0s\n");
    BOOST_CHECK(as_duration(text.at("a")) == std::chrono::milliseconds(0));
    BOOST_TEST(!as_nonzero_duration(text.at("a")).has_value());
}

BOOST_AUTO_TEST_CASE(a_word_that_is_nearly_right_is_suggested) {
    Written text("a: Lax\nb: lax\nc: quux\n");
    const OneOf<int> words{{{"Lax", 1}, {"Strict", 2}, {"None", 3}}};
    BOOST_TEST(words(text.at("a")).value() == 1);
    words(text.at("b"));
    words(text.at("c"), "a mode");
    BOOST_TEST(text.said() ==
               "f:2:4: b: expected Lax, Strict or None, found \"lax\"; did you mean \"Lax\"?\n"
               "f:3:4: c: expected a mode, found \"quux\"\n");
}

BOOST_AUTO_TEST_CASE(a_list_leaves_out_what_is_wrong_and_tells_it) {
    Written text("a: [1, x, 3]\nb: 4\n");
    const auto numbers = ListOf{Integer<int>{}};
    BOOST_CHECK(numbers(text.at("a")).value() == (std::vector<int>{1, 3}));
    BOOST_CHECK(numbers(text.at("b")).value() == (std::vector<int>{4}));
    BOOST_TEST(text.problems.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_relative_path_starts_at_the_folder_of_its_file) {
    BOOST_TEST(resolved_path("a", {"/etc/tined/tined.yaml", 1, 1}) == "/etc/tined/a");
    BOOST_TEST(resolved_path("a", {"tined.yaml", 1, 1}) == "a");
    BOOST_TEST(resolved_path("/a", {"site/tined.yaml", 1, 1}) == "/a");
    BOOST_TEST(resolved_path("a", {"--set", 0, 0}) == "a");
}

BOOST_AUTO_TEST_CASE(where_any_value_is_wanted_a_plain_scalar_has_its_core_type) {
    const auto value_of = [](std::string scalar) {
        Written text("a: " + std::move(scalar) + "\n");
        return scalar_value(text.at("a").node());
    };
    BOOST_CHECK(value_of("7") == Value(7));
    BOOST_CHECK(value_of("-7") == Value(-7));
    BOOST_CHECK(value_of("+7") == Value(7));
    BOOST_CHECK(value_of("0o17") == Value(15));
    BOOST_CHECK(value_of("0x1F") == Value(31));
    BOOST_CHECK(value_of("1.50").kind() == value::Kind::real);
    BOOST_CHECK(value_of("1e3") == Value(1000.0));
    BOOST_CHECK(value_of(".5") == Value(0.5));
    BOOST_TEST(std::isinf(value_of("-.inf").as_real()));
    BOOST_TEST(std::isnan(value_of(".nan").as_real()));
    BOOST_CHECK(value_of("true") == Value(true));
    BOOST_TEST(value_of("null").is_null());
    BOOST_CHECK(value_of("18446744073709551616").kind() == value::Kind::real);
}

BOOST_AUTO_TEST_CASE(no_off_and_quoted_numbers_are_text_where_any_value_is_wanted) {
    for (const char* scalar : {"no", "off", "yes", "'7'", "\"true\"", "1.2.3", "127.0.0.1:80", "-",
                               "0o9", "0xg", "+-1", "1_000", "inf", "nan", "2026-01-01"}) {
        Written text(std::string("a: ") + scalar + "\n");
        BOOST_TEST(scalar_value(text.at("a").node()).is_text(), scalar);
    }
}

BOOST_AUTO_TEST_CASE(a_tree_becomes_a_value_in_its_order) {
    Written text("z: 1\na: [x, ~, {b: true}]\n");
    BOOST_TEST(as_value(text.document.root).print() == "{'z': 1, 'a': ['x', None, {'b': True}]}");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
