#include "template/links.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::templates {
namespace {

std::string linked(std::string_view text) { return with_links(text, {}); }

BOOST_AUTO_TEST_CASE(urls_and_mail_addresses_become_links) {
    BOOST_CHECK_EQUAL(linked("http://a.example/b"),
                      R"(<a href="http://a.example/b">http://a.example/b</a>)");
    BOOST_CHECK_EQUAL(linked("www.a.example"),
                      R"(<a href="https://www.a.example">www.a.example</a>)");
    BOOST_CHECK_EQUAL(linked("me@a.example"), R"(<a href="mailto:me@a.example">me@a.example</a>)");
    for (const char* const text :
         {"", "a.b", "http://", "x@y", "@", "12:30", "http://a_b", "[::1]"})
        BOOST_CHECK_EQUAL(linked(text), text);
}

BOOST_AUTO_TEST_CASE(punctuation_and_white_space_around_a_link_stay_outside) {
    BOOST_CHECK_EQUAL(linked(" (www.a.example),\n"),
                      " (<a href=\"https://www.a.example\">www.a.example</a>),\n");
    BOOST_CHECK_EQUAL(linked("www.a.example/b(c)"),
                      "<a href=\"https://www.a.example/b(c)\">www.a.example/b(c)</a>");
}

BOOST_AUTO_TEST_CASE(a_long_url_can_be_shown_short_and_have_attributes) {
    LinkStyle style{.most_shown = 10, .attributes = " rel=\"me\"", .schemes = {"tel:"}};
    BOOST_CHECK_EQUAL(with_links("http://a.example/b", style),
                      R"(<a href="http://a.example/b" rel="me">http://a.e...</a>)");
    BOOST_CHECK_EQUAL(with_links("tel:12 tel:", style),
                      R"(<a href="tel:12" rel="me">tel:12</a> tel:)");
}

}  // namespace
}  // namespace tined::templates
