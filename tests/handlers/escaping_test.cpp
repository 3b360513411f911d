#include "handlers/escaping.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;

BOOST_AUTO_TEST_SUITE(escaping)

BOOST_AUTO_TEST_CASE(a_value_that_leads_keeps_what_makes_it_a_path_and_later_ones_are_components) {
    std::string url;
    BOOST_TEST_REQUIRE(url_escaping().write("/a/b?c=d e\r\n\\", url).has_value());
    BOOST_TEST(url == "/a/b?c=d%20e%0D%0A%5C");
    BOOST_TEST_REQUIRE(url_escaping().write("/&?", url).has_value());
    BOOST_TEST(url == "/a/b?c=d%20e%0D%0A%5C%2F%26%3F");
}

BOOST_AUTO_TEST_CASE(a_path_of_this_site_begins_with_one_slash) {
    BOOST_TEST(is_own_path("/"));
    BOOST_TEST(is_own_path("/a//b?u=http://x/"));
    for (const auto* other : {"", "a", "//a", "/\\a", "\\\\a", "http://a/", "javascript:x", " /a",
                              "/\t/a", "/\n/a", "\t//a", "/a\r\nX: y"}) {
        BOOST_TEST(!is_own_path(other), other);
    }
}

BOOST_AUTO_TEST_CASE(literal_text_that_stops_within_a_host_is_told) {
    for (const auto* open : {"https://", "https://a.", "http://a.example:80", "//", "//a",
                             "https:", "https:/", "https:///", "///", "/\\", "\\\\", "https:\\\\",
                             "http:a", "https://user@", "javascript:"}) {
        BOOST_TEST(ends_within_authority(open), open);
    }
}

BOOST_AUTO_TEST_CASE(literal_text_past_a_host_or_without_one_may_be_followed) {
    for (const auto* whole : {"", "/", "/a/", "a", "?u=", "/a?u=http://", "https://a.example/",
                              "https://a.example:80/b", "https://a.example?u=", "//a.example/"}) {
        BOOST_TEST(!ends_within_authority(whole), whole);
    }
}

BOOST_AUTO_TEST_CASE(away_counts_where_it_is_the_last_filter_of_the_leading_expression) {
    BOOST_TEST(leads_away("{{ query.next | away }}"));
    BOOST_TEST(leads_away("{{query.next|away-}}/x"));
    BOOST_TEST(!leads_away("{{ query.next }}"));
    BOOST_TEST(!leads_away("{{ away }}"));
    BOOST_TEST(!leads_away("{{ query.next | away | upper }}"));
    BOOST_TEST(!leads_away("{{ query.a }}{{ query.b | away }}"));
    BOOST_TEST(!leads_away("/{{ query.next | away }}"));
}

BOOST_AUTO_TEST_SUITE_END()
