#include "handlers/site_callables.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(site_callables)

BOOST_AUTO_TEST_CASE(url_makes_paths_whose_parameters_are_encoded) {
    AskedSite site(
        "routes:\n"
        "  - {path: '/u/{name}', name: user, text: a}\n"
        "  - {path: '/f/{rest:path}', name: files, text: a}\n"
        "  - {path: /u, html: \"<a href='{{ url('user', name=query.q) }}'>\"}\n"
        "  - {path: /f, html: \"<a href='{{ url('files', rest=query.q) }}'>\"}\n");
    BOOST_TEST(site.ask("GET /u?q=a%27%26%3C").body == "<a href='/u/a%27%26%3C'>");
    BOOST_TEST(site.ask("GET /f?q=a/%27onx=%27b").body == "<a href='/f/a/%27onx%3D%27b'>");
    BOOST_TEST(site.ask("GET /f?q=../a").status == 500);
}

BOOST_AUTO_TEST_CASE(url_of_a_name_that_no_route_has_is_a_500) {
    AskedSite site(
        "routes: [{path: /user, name: user, text: a}, {path: /, text: \"{{ url('usr') }}\"}]");
    BOOST_TEST(site.ask("GET /").status == 500);
}

BOOST_AUTO_TEST_CASE(static_url_is_safe_in_any_attribute) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("s/it's & so.css", "a");
    AskedSite site(folder,
                   "static: {/s/: s}\n"
                   "routes: [{path: /, html: '{{ static_url(query.q) }}'}]\n");
    const auto url = site.ask("GET /?q=it%27s%20%26%20so.css").body;
    BOOST_TEST(url.starts_with("/s/it%27s%20%26%20so.css?v="), url);
    BOOST_TEST(site.ask("GET " + url).body == "a");
    BOOST_TEST(site.ask("GET /?q=none.css").status == 500);
    BOOST_TEST(site.ask("GET /?q=../tined.yaml").status == 500);
}

BOOST_AUTO_TEST_CASE(random_gives_one_of_a_list_and_each_in_time) {
    AskedSite site("routes: [{path: /, text: '{{ random([1, 2]) }}'}]");
    std::string seen;
    // That one of two does not come in 200 draws has a chance of 2^-199.
    for (int i = 0; i < 200; ++i) seen += site.ask("GET /").body;
    BOOST_TEST(seen.find('1') != std::string::npos);
    BOOST_TEST(seen.find('2') != std::string::npos);
    BOOST_TEST(seen.find_first_not_of("12") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(random_of_nothing_is_undefined_and_of_no_list_a_500) {
    AskedSite site(
        "routes: [{path: /a, json: '{{ random([]) }}'}, {path: /b, json: '{{ random(1) }}'}]");
    BOOST_TEST(site.ask("GET /a").body == "null");
    BOOST_TEST(site.ask("GET /b").status == 500);
}

BOOST_AUTO_TEST_CASE(now_is_a_number_of_seconds_that_does_not_go_back) {
    AskedSite site("routes: [{path: /, text: '{{ now() >= (query.t | float) }}'}]");
    const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto t = std::to_string(seconds.time_since_epoch().count());
    BOOST_TEST(site.ask("GET /?t=" + t).body == "True");
    BOOST_TEST(site.ask("GET /?t=9" + t).body == "False");
}

BOOST_AUTO_TEST_SUITE_END()
