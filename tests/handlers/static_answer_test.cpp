#include "handlers/static_answer.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

#include <filesystem>

using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;

namespace {

std::shared_ptr<TemporaryFolder> site_folder() {
    auto folder = std::make_shared<TemporaryFolder>();
    folder->write("s/index.html", "index");
    folder->write("s/about.html", "about");
    folder->write("s/sub/index.html", "sub");
    folder->write("s/.hidden", "hidden");
    folder->write("outside.txt", "outside");
    return folder;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(static_answer)

BOOST_AUTO_TEST_CASE(index_try_and_fallback_answer_below_the_prefix) {
    AskedSite site(site_folder(),
                   "routes: [{path: /, static: {folder: s, try: [.html, /index.html], "
                   "fallback: index.html}}]");
    BOOST_TEST(site.ask("GET /").body == "index");
    BOOST_TEST(site.ask("GET /about").body == "about");
    BOOST_TEST(site.ask("GET /sub").body == "sub");
    BOOST_TEST(site.ask("GET /nothing", "Accept: text/html\r\n").body == "index");
    BOOST_TEST(site.ask("GET /nothing", "Accept: text/css\r\n").status == 404);
}

BOOST_AUTO_TEST_CASE(an_ending_to_try_that_begins_with_no_dot_or_slash_is_a_problem) {
    AskedSite site(site_folder(), "routes: [{path: /, static: {folder: s, try: [.html, html]}}]");
    BOOST_TEST(site.problems() ==
               "tined.yaml:1:53: routes[0].static.try[1]: an ending to try begins with . or /, as "
               ".html and /index.html do\n");
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_a_folder_or_to_a_dotfile) {
    const auto folder = site_folder();
    std::filesystem::create_symlink("../outside.txt", folder->path() / "s/link.txt");
    AskedSite site(folder, "routes: [{path: /, static: s}]");
    for (const auto* path : {"/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt",
                             "/link.txt", "/.hidden", "/sub/..%5c..%5coutside.txt"}) {
        BOOST_TEST(site.ask(std::string("GET ") + path).status == 404, path);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_the_operator_names_may_have_any_name) {
    const auto folder = site_folder();
    std::filesystem::create_symlink("../outside.txt", folder->path() / "s/link.html");
    AskedSite site(folder,
                   "routes:\n"
                   "  - {path: /hidden, file: s/.hidden}\n"
                   "  - {path: /link, file: s/link.html}\n"
                   "  - {path: /up, file: s/../outside.txt}\n");
    BOOST_TEST(site.ask("GET /hidden").body == "hidden");
    const auto link = site.ask("GET /link");
    BOOST_TEST(link.body == "outside");
    BOOST_TEST(link.field("Content-Type").starts_with("text/html"), link.field("Content-Type"));
    BOOST_TEST(site.ask("GET /link", "If-None-Match: " + link.field("ETag") + "\r\n").status ==
               304);
    BOOST_TEST(site.ask("GET /up").body == "outside");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_or_is_a_folder_is_a_problem) {
    for (const auto* name : {"none.txt", "s", "s/"}) {
        AskedSite site(site_folder(), std::string("routes: [{path: /, file: ") + name + "}]");
        BOOST_TEST(site.problems().find("no such file: ") != std::string::npos, site.problems());
    }
}

BOOST_AUTO_TEST_CASE(a_chosen_file_is_no_dotfile_and_no_link_that_leaves) {
    const auto folder = site_folder();
    std::filesystem::create_symlink("../outside.txt", folder->path() / "s/link.txt");
    AskedSite site(folder, "routes: [{path: /, file: 's/{{ query.f }}'}]");
    BOOST_TEST(site.ask("GET /?f=sub/index.html").body == "sub");
    for (const auto* name : {".hidden", "link.txt", "../outside.txt", "sub", "sub/", ""}) {
        BOOST_TEST(site.ask(std::string("GET /?f=") + name).status == 404, name);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_needs_a_path_that_ends_in_a_slash) {
    AskedSite site(site_folder(), "routes: [{path: /a, static: s}]");
    BOOST_TEST(site.problems().find("static serves what is below a path that ends in /") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
