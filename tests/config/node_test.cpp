#include "config/node.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

Node scalar(std::string text) {
    Node node;
    node.kind = NodeKind::scalar;
    node.text = std::move(text);
    return node;
}

BOOST_AUTO_TEST_SUITE(node)

BOOST_AUTO_TEST_CASE(a_key_is_found_with_its_place) {
    Node node;
    node.kind = NodeKind::mapping;
    node.entries.push_back({.key = "a", .place = {"f", 3, 1}, .value = scalar("x")});
    BOOST_REQUIRE(node.find("a"));
    BOOST_TEST(node.find("a")->text == "x");
    BOOST_TEST(node.find_entry("a")->place.line == 3);
    BOOST_TEST(!node.find("b"));
}

BOOST_AUTO_TEST_CASE(a_word_of_the_language_is_not_quoted) {
    Node off = scalar("off");
    BOOST_TEST(off.is_word("off"));
    BOOST_TEST(!off.is_word("of"));
    off.style = Style::double_quoted;
    BOOST_TEST(!off.is_word("off"));
}

BOOST_AUTO_TEST_CASE(a_description_is_one_short_line) {
    BOOST_TEST(describe(scalar("a\nb")) == "\"a\\x0ab\"");
    BOOST_TEST(describe(scalar(std::string(100, 'x'))) == '"' + std::string(60, 'x') + "\"...");
    BOOST_TEST(describe(Node()) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_secret_is_never_described) {
    Node secret = scalar("hush");
    secret.is_secret = true;
    BOOST_TEST(describe(secret) == "a secret");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
