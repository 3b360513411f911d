#include "handlers/site_files.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

#include <filesystem>

using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(site_files)

BOOST_AUTO_TEST_CASE(a_folder_that_holds_what_must_not_be_served_is_refused_by_name) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("s/keys/one", "0123456789abcdef0123456789abcdef");
    folder->write("s/t/a.html", "a");
    AskedSite key(folder, "cookies: {keys: {1: !file s/keys/one}}\nstatic: {/s/: s}\n");
    BOOST_TEST(key.problems().find("holds a secret") != std::string::npos, key.problems());
    AskedSite templates(folder, "templates: s/t\nstatic: {/s/: s}\n");
    BOOST_TEST(templates.problems().find("holds the templates") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_link_to_such_a_folder_hides_nothing) {
    const auto folder = std::make_shared<TemporaryFolder>();
    std::filesystem::create_symlink(".", folder->path() / "link");
    AskedSite site(folder, "static: {/s/: link}\n");
    BOOST_TEST(site.problems().find("holds this site's configuration") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_file_beside_the_configuration_may_be_served) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("robots.txt", "a");
    AskedSite site(folder, "routes: [{path: /robots.txt, file: robots.txt}]");
    BOOST_TEST(site.problems() == "");
    BOOST_TEST(!site.site().why_unreadable().has_value());
}

BOOST_AUTO_TEST_CASE(a_named_file_that_went_away_is_told_before_a_request_asks_for_it) {
    const auto folder = std::make_shared<TemporaryFolder>();
    const auto path = folder->write("robots.txt", "a");
    AskedSite site(folder, "routes: [{path: /robots.txt, file: robots.txt}]");
    BOOST_TEST_REQUIRE(!site.site().why_unreadable().has_value());
    std::filesystem::remove(path);
    const auto why = site.site().why_unreadable();
    BOOST_TEST_REQUIRE(why.has_value());
    BOOST_TEST(why->find("robots.txt") != std::string::npos, *why);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_a_problem) {
    AskedSite site("static: {/s/: nowhere}\n");
    BOOST_TEST(site.problems().find("nowhere") != std::string::npos, site.problems());
}

BOOST_AUTO_TEST_SUITE_END()
