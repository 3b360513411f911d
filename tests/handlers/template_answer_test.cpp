#include "handlers/template_answer.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(template_answer)

BOOST_AUTO_TEST_CASE(a_page_has_the_type_and_the_escaping_of_its_name) {
    const auto folder = std::make_shared<TemporaryFolder>();
    for (const auto* name : {"t/a.html", "t/a.txt", "t/a.svg", "t/a.json"}) {
        folder->write(name, "{{ query.q }}");
    }
    AskedSite site(folder,
                   "templates: t\n"
                   "routes:\n"
                   "  - {path: /html, template: a.html}\n"
                   "  - {path: /txt, template: a.txt}\n"
                   "  - {path: /svg, template: a.svg}\n"
                   "  - {path: /json, template: a.json}\n");
    BOOST_TEST(site.ask("GET /html?q=%3C").body == "&lt;");
    BOOST_TEST(site.ask("GET /html").field("Content-Type") == "text/html; charset=UTF-8");
    BOOST_TEST(site.ask("GET /txt?q=%3C").body == "<");
    BOOST_TEST(site.ask("GET /txt").field("Content-Type") == "text/plain; charset=UTF-8");
    BOOST_TEST(site.ask("GET /svg?q=%3C").body == "&lt;");
    BOOST_TEST(site.ask("GET /svg").field("Content-Type") == "image/svg+xml; charset=UTF-8");
    BOOST_TEST(site.ask("GET /json").field("Content-Type") == "application/json; charset=UTF-8");
}

BOOST_AUTO_TEST_CASE(what_a_template_asks_of_the_body_is_read) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/a.html", "{% include 'b.html' %}");
    folder->write("t/b.html", "{{ form.x }}");
    AskedSite site(folder, "templates: t\nroutes: [{path: /, post: {template: a.html}}]\n");
    BOOST_TEST(
        site.ask("POST /", "Content-Type: application/x-www-form-urlencoded\r\n", "x=1").body ==
        "1");
}

BOOST_AUTO_TEST_CASE(a_chosen_template_is_a_404_if_missing_and_a_500_if_wrong) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/p/good.html", "good {{ form.x }}");
    folder->write("t/p/wrong.html", "{% if %}");
    AskedSite site(folder, "templates: t\nroutes: [{path: /, template: 'p/{{ query.n }}.html'}]\n");
    BOOST_TEST(site.ask("GET /?n=good").body == "good ");
    BOOST_TEST(site.ask("GET /?n=none").status == 404);
    BOOST_TEST(site.ask("GET /?n=wrong").status == 500);
    BOOST_TEST(site.ask("GET /?n=a%00").status == 404);
}

BOOST_AUTO_TEST_CASE(a_missing_or_wrong_template_is_a_problem) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/wrong.html", "a\n{{ request.usr }}");
    AskedSite missing(folder, "templates: t\nroutes: [{path: /, template: none.html}]\n");
    BOOST_TEST(missing.problems().find("none.html") != std::string::npos, missing.problems());
    AskedSite wrong(folder, "templates: t\nroutes: [{path: /, template: wrong.html}]\n");
    BOOST_TEST(wrong.problems().find("wrong.html:2") != std::string::npos, wrong.problems());
    AskedSite nowhere("routes: [{path: /, template: a.html}]");
    BOOST_TEST(nowhere.problems().find("there is no folder of templates") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
