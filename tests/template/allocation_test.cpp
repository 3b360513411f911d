// What a rendering may do without asking for memory.
#include <boost/test/unit_test.hpp>

#include "tests/support/allocations.hpp"
#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

/// Of one more rendering, after a few of the same.
std::size_t allocations_of(Sources sources, std::string_view json) {
    World world(std::move(sources));
    const auto page = world.environment.load("page.html");
    BOOST_REQUIRE(page);
    const JsonNames names(world.symbols, json);
    std::string out;
    std::size_t counted = 0;
    for (int i = 0; i < 4; ++i) {
        out.clear();
        bool done = false;
        counted = tests::allocations_of([&] { done = (*page)->render(names, out).has_value(); });
        BOOST_REQUIRE(done && !out.empty());
    }
    return counted;
}

constexpr const char* shop = R"({"title": "A <shop>", "rows": [
    {"name": "Tea & cake", "price": 2.5, "stock": 7, "tags": ["a", "b"]},
    {"name": "A name that is longer than any string keeps in place", "price": 3, "stock": 0,
     "tags": []}]})";

BOOST_AUTO_TEST_CASE(a_table_is_rendered_without_asking_for_memory) {
    BOOST_CHECK_EQUAL(
        allocations_of({{"page.html",
                         "{{ title }}{% for row in rows %}{{ loop.index }}: {{ row.name }} "
                         "{{ row.price * 2 }}{% if row.stock > 1 %} "
                         "{% for tag in row.tags %}{{ tag }}{% if not loop.last %}, {% endif %}"
                         "{% else %}none{% endfor %}{% endif %}{% set last = row %}{% endfor %}"}},
                       shop),
        0U);
}

BOOST_AUTO_TEST_CASE(inheritance_and_includes_are_rendered_without_asking_for_memory) {
    BOOST_CHECK_EQUAL(
        allocations_of({{"page.html",
                         "{% extends 'middle' %}{% block body %}{{ super() }}"
                         "{% include 'part' %}{% endblock %}"},
                        {"middle",
                         "{% extends 'base' %}{% block body %}middle{% endblock %}"
                         "{% block foot %}{{ self.body() }}{% endblock %}"},
                        {"base",
                         "{% block head %}{{ title }}{% endblock %}"
                         "{% block body %}{% endblock %}{% block foot %}{% endblock %}"},
                        {"part", "{% for row in rows %}{{ row.name }}{% endfor %}"}},
                       shop),
        0U);
}

BOOST_AUTO_TEST_CASE(a_macro_that_is_printed_asks_for_no_memory) {
    const std::string macro = "{% macro cell(x, y) %}<td>{{ x }}{{ y }}</td>{% endmacro %}";
    const std::string calls = "{% for row in rows %}{{ cell(row.name, row.price) }}{% endfor %}";
    BOOST_CHECK_EQUAL(allocations_of({{"page.html", macro + calls}}, shop),
                      allocations_of({{"page.html", macro + "."}}, shop));
}

}  // namespace
}  // namespace tined::templates
