#include "handlers/content_types.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/temporary_folder.hpp"

using tined::handlers::ContentTypes;
using tined::tests::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(content_types)

BOOST_AUTO_TEST_CASE(a_type_is_found_by_the_last_extension_in_either_case) {
    const ContentTypes types;
    BOOST_TEST(types.of("site.css") == "text/css");
    BOOST_TEST(types.of("a/b.tar.GZ") == "application/gzip");
    BOOST_TEST(types.of("index.HTML") == "text/html");
    BOOST_TEST(types.of("app.mjs") == "text/javascript");
}

BOOST_AUTO_TEST_CASE(what_nobody_knows_is_a_row_of_bytes) {
    const ContentTypes types;
    for (const char* name : {"Makefile", "a.", "", "a.unheard-of", "css"}) {
        BOOST_TEST(types.of(name) == "application/octet-stream", name);
    }
    BOOST_TEST(types.of("a." + std::string(10'000, 'x')) == "application/octet-stream");
}

BOOST_AUTO_TEST_CASE(the_systems_list_goes_first_and_ones_own_fills_it_up) {
    const TemporaryFolder folder;
    const auto path = folder.write("mime.types",
                                   "# comment\n"
                                   "text/x-own\tcss  OWN # of ours\n"
                                   "text/x-later own\r\n"
                                   "no-type xyz\n"
                                   "text/bad\x01value abc\n"
                                   "text/x-nothing\n");
    const ContentTypes types = ContentTypes::read(path);
    BOOST_TEST(types.of("a.css") == "text/x-own");
    BOOST_TEST(types.of("a.own") == "text/x-own");
    BOOST_TEST(types.of("a.png") == "image/png");
    BOOST_TEST(types.of("a.xyz") == "application/octet-stream");
    BOOST_TEST(types.of("a.abc") == "application/octet-stream");
}

BOOST_AUTO_TEST_CASE(a_system_without_a_list_is_served_from_ones_own) {
    const ContentTypes types = ContentTypes::read("/nonexistent/mime.types");
    BOOST_TEST(types.of("a.woff2") == "font/woff2");
}

BOOST_AUTO_TEST_SUITE_END()
