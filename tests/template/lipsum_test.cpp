#include "template/lipsum.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(paragraphs_have_so_many_words_and_end_with_a_full_stop) {
    const std::string text =
        lipsum({.paragraphs = 3, .is_html = false, .least_words = 7, .most_words = 8});
    const auto lines = base::split(text, '\n');
    BOOST_REQUIRE_EQUAL(lines.size(), 5);
    for (const std::size_t i : {0, 2, 4}) {
        BOOST_CHECK_EQUAL(base::split(lines[i], ' ').size(), 7);
        BOOST_CHECK(lines[i].ends_with('.') && base::is_upper(lines[i][0]));
    }
    BOOST_CHECK(lipsum({.paragraphs = 1}).starts_with("<p>"));
    BOOST_CHECK_EQUAL(lipsum({.paragraphs = 0}), "");
}

}  // namespace
}  // namespace tined::templates
