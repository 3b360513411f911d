#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(braces_take_values_by_position_and_by_name) {
    BOOST_CHECK_EQUAL(rendered("{{ '{} {}'.format(1, 'b') }}"), "1 b");
    BOOST_CHECK_EQUAL(rendered("{{ '{1}{0}{x}{{}}'.format('a', 'b', x=3) }}"), "ba3{}");
    BOOST_CHECK_EQUAL(rendered("{{ '{0[k]} {0.k} {0[l][1]}'.format({'k': 1, 'l': [2, 3]}) }}"),
                      "1 1 3");
    BOOST_CHECK_EQUAL(rendered("{{ '{!r} {!s}'.format('a', 'b') }}"), "'a' b");
}

BOOST_AUTO_TEST_CASE(layouts_are_python_s) {
    BOOST_CHECK_EQUAL(rendered("{{ '{:>4}|{:<4}|{:^4}|{:ä=+5}'.format('a', 'b', 'c', 7) }}"),
                      "   a|b   | c  |+äää7");
    BOOST_CHECK_EQUAL(
        rendered("{{ '{:05d} {:,} {:#x} {:.2f} {:.0%}'.format(42, 1234, 255, 2.5, 0.5)"
                 " }}"),
        "00042 1,234 0xff 2.50 50%");
}

BOOST_AUTO_TEST_CASE(what_is_put_into_safe_text_is_escaped) {
    BOOST_CHECK_EQUAL(rendered_html("{{ ('<i>{}</i>' | safe).format('<') }}"), "<i>&lt;</i>");
}

BOOST_AUTO_TEST_CASE(wrong_formats_are_errors) {
    for (const char* const source :
         {"{{ '{}'.format() }}", "{{ '{'.format(1) }}", "{{ '}'.format(1) }}",
          "{{ '{x}'.format(1) }}", "{{ '{:q}'.format(1) }}", "{{ '{:d}'.format('a') }}",
          "{{ '{:99999}'.format(1) }}", "{{ '{0}{}'.format(1, 2) }}", "{{ '{:.}'.format(1) }}",
          "{{ '{:d}'.format(1.5) }}", "{{ '{!x}'.format(1) }}", "{{ '{0[}'.format([1]) }}"})
        BOOST_CHECK_MESSAGE(rendered(source).starts_with("t:1:"), source);
}

}  // namespace
}  // namespace tined::templates
