#include "handlers/with.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(with)

BOOST_AUTO_TEST_CASE(a_later_name_may_use_an_earlier_one_with_its_type) {
    AskedSite site(
        "routes: [{path: /, with: {a: 2, b: '{{ a * 21 }}', c: [1, '{{ b }}'], d: off}, "
        "json: ['{{ b }}', '{{ c }}', '{{ d }}']}]");
    BOOST_TEST(site.ask("GET /").body == R"([42,[1,42],"off"])");
}

BOOST_AUTO_TEST_CASE(a_later_step_may_give_a_name_anew) {
    AskedSite site(
        "routes: [{path: /, get: [{with: {a: 1}}, {when: query.x, with: {a: 2}}, "
        "{json: '{{ a }}'}]}]");
    BOOST_TEST(site.ask("GET /").body == "1");
    BOOST_TEST(site.ask("GET /?x=1").body == "2");
}

BOOST_AUTO_TEST_CASE(what_a_client_sends_is_never_parsed_again) {
    AskedSite site("routes: [{path: /, with: {a: '{{ query.a }}'}, text: '{{ a }}'}]");
    BOOST_TEST(site.ask("GET /?a=%7B%7B%201%2B1%20%7D%7D").body == "{{ 1+1 }}");
}

BOOST_AUTO_TEST_CASE(a_name_must_be_one_and_its_own) {
    const auto told = [](const std::string& name, const std::string& words) {
        const auto problems =
            AskedSite("routes: [{path: /, with: {" + name + ": 1}, text: a}]").problems();
        BOOST_TEST(problems.find(words) != std::string::npos, problems);
    };
    told("query", "query is a built-in name; take another");
    told("'a-b'", "\"a-b\" is no name: letters, digits and _ make one");
    told("1a", "\"1a\" is no name");
}

BOOST_AUTO_TEST_CASE(a_name_that_was_given_wrongly_is_told_once) {
    AskedSite site("routes: [{path: /, with: {a: '{{ nobody }}'}, text: '{{ a }}'}]");
    BOOST_TEST(site.problems() == "tined.yaml:1:34: routes[0].with.a: nobody: no such name here\n");
}

BOOST_AUTO_TEST_SUITE_END()
