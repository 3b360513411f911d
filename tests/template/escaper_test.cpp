#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(html_has_five_characters_that_are_escaped) {
    std::string out = "x";
    append_html_escaped("a<b>&\"'c", out);
    BOOST_CHECK_EQUAL(out, "xa&lt;b&gt;&amp;&#34;&#39;c");
}

BOOST_AUTO_TEST_CASE(values_that_are_no_text_are_escaped_as_they_print) {
    BOOST_CHECK_EQUAL(rendered_html("{{ ['<'] }}{{ 1 }}{{ none }}{{ x }}"),
                      "[&#39;&lt;&#39;]1None");
}

BOOST_AUTO_TEST_CASE(html_is_known_by_the_name) {
    for (const char* const name : {"a.html", "a.htm", "a.xml", "a.svg"}) {
        World world(Sources{{name, "{{ '<' }}"}});
        BOOST_CHECK_EQUAL(world.render(name), "&lt;");
    }
    for (const char* const name : {"a.txt", "html", "a.html.txt"}) {
        World world(Sources{{name, "{{ '<' }}"}});
        BOOST_CHECK_EQUAL(world.render(name), "<");
    }
}

BOOST_AUTO_TEST_CASE(escaping_can_be_for_all_or_for_none) {
    Settings settings;
    settings.autoescape = Autoescape::always;
    BOOST_CHECK_EQUAL(rendered("{{ '<' }}", "{}", settings), "&lt;");
    settings.autoescape = Autoescape::never;
    World world(Sources{{"t.html", "{{ '<' }}"}}, settings);
    BOOST_CHECK_EQUAL(world.render("t.html"), "<");
}

}  // namespace
}  // namespace tined::templates
