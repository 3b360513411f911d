#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(escaping_happens_once) {
    BOOST_CHECK_EQUAL(rendered_html("{{ '<' | e }}{{ '<' | e | e }}{{ '<' }}"), "&lt;&lt;&lt;");
    BOOST_CHECK_EQUAL(rendered("{{ '<' | e | forceescape }}"), "&amp;lt;");
    BOOST_CHECK_EQUAL(rendered("{{ '<' }}{{ '<' | escape }}"), "<&lt;");
    BOOST_CHECK_EQUAL(rendered_html("{{ '<' | safe }}"), "<");
}

BOOST_AUTO_TEST_CASE(json_is_safe_within_a_script) {
    BOOST_CHECK_EQUAL(rendered_html("{{ {'a': '</script>&\\''} | tojson }}"),
                      "{\"a\": \"\\u003c/script\\u003e\\u0026\\u0027\"}");
    BOOST_CHECK_EQUAL(rendered("{{ [1] | tojson(indent=1) }}"), "[\n 1\n]");
}

BOOST_AUTO_TEST_CASE(urls_take_texts_as_paths_and_maps_as_queries) {
    BOOST_CHECK_EQUAL(rendered("{{ 'a b/c?é' | urlencode }}"), "a%20b/c%3F%C3%A9");
    BOOST_CHECK_EQUAL(rendered("{{ {'a b': '/&', 'c': 1} | urlencode }}"), "a+b=%2F%26&c=1");
    BOOST_CHECK_EQUAL(rendered("{{ [('a', 1), ('a', 2)] | urlencode }}"), "a=1&a=2");
}

BOOST_AUTO_TEST_CASE(attributes_leave_out_what_is_not_there) {
    BOOST_CHECK_EQUAL(rendered_html("<a{{ {'id': '<\"', 'x': none, 'y': z} | xmlattr }}>"),
                      "<a id=\"&lt;&#34;\">");
    BOOST_CHECK_EQUAL(rendered_html("{{ {'a b': 1} | xmlattr }}"),
                      "t.html:1:17: xmlattr: \"a b\" can't be an attribute's name");
}

BOOST_AUTO_TEST_CASE(tags_and_comments_are_taken_out_of_text) {
    BOOST_CHECK_EQUAL(
        rendered("{{ '<p>a  <b>b</b>\n&amp; &#65;&#x42;&zzz;</p><!-- <i>c</i> -->' | striptags }}"),
        "a b & AB&zzz;");
    BOOST_CHECK_EQUAL(rendered("{{ 'a < b' | striptags }}"), "a < b");
}

}  // namespace
}  // namespace tined::templates
