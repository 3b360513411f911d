#include "config/difference.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/text.hpp"
#include "config/yaml.hpp"

namespace tined::config {
namespace {

Node tree_of(std::string text) {
    Problems problems;
    auto node = parse_yaml("f", std::move(text), problems);
    BOOST_TEST_REQUIRE((problems.to_string().empty() && node.has_value()));
    return std::move(*node);
}

std::string between(std::string before, std::string after) {
    return base::join(differences(tree_of(std::move(before)), tree_of(std::move(after))), "; ");
}

BOOST_AUTO_TEST_CASE(the_same_file_has_none_whatever_its_layout_and_order) {
    BOOST_TEST(between("a: 1\nb: {c: [1, 2]}\n", "# why\nb:\n  c:\n    - 1\n    - 2\na: 1\n") ==
               "");
}

BOOST_AUTO_TEST_CASE(settings_are_told_by_their_keys_with_both_values) {
    BOOST_TEST(between("workers: 2\nlog: {level: info}\n", "workers: 4\nlog: {level: debug}\n") ==
               "workers: 2 -> 4; log.level: info -> debug");
}

BOOST_AUTO_TEST_CASE(what_comes_and_what_goes_is_told) {
    BOOST_TEST(between("a: 1\n", "b: 2\nc: {d: 3}\n") ==
               "a: not set any more; b: set to 2; c: set");
}

BOOST_AUTO_TEST_CASE(routes_are_counted) {
    const std::string before =
        "routes:\n  - {path: /a, text: a}\n  - {path: /b, text: b}\n"
        "  - {path: /c, text: c}\n";
    BOOST_TEST(between(before,
                       "routes:\n  - {path: /a, text: a}\n  - {path: /b, text: x}\n"
                       "  - {path: /d, text: d}\n  - {path: /e, text: e}\n") ==
               "routes: 2 added, 1 removed, 1 changed");
    BOOST_TEST(between(before, before + "  - {path: /a, text: z}\n") == "routes: 1 added");
    BOOST_TEST(between("routes: [{path: /a}, {path: /b}]\n",
                       "routes: [{path: /b}, {path: /a}]\n") == "routes: in another order");
}

BOOST_AUTO_TEST_CASE(a_word_and_a_quoted_text_differ) {
    BOOST_TEST(between("a: off\n", "a: 'off'\n") == "a: changed");
}

BOOST_AUTO_TEST_CASE(a_secret_is_never_shown) {
    Node before = tree_of("a: one\n");
    Node after = tree_of("a: two\nb: three\n");
    after.entries[0].value.is_secret = true;
    after.entries[1].value.is_secret = true;
    BOOST_TEST(base::join(differences(before, after), "; ") == "a: changed; b: set");
}

BOOST_AUTO_TEST_CASE(what_is_long_is_not_shown_and_bytes_of_control_are_escaped) {
    BOOST_TEST(between("a: 1\nb: 1\n", "a: " + std::string(100, 'x') + "\nb: \"\\e[31m\"\n") ==
               "a: changed; b: 1 -> \\x1b[31m");
}

}  // namespace
}  // namespace tined::config
