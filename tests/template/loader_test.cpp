#include "template/loader.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "tests/support/few_descriptors.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(a_folder_gives_the_files_beneath_it) {
    const tests::TemporaryFolder folder;
    folder.write("templates/a/b.html", "B");
    const auto loader = FolderLoader::open(folder.path() / "templates");
    BOOST_REQUIRE(loader);
    BOOST_CHECK_EQUAL(loader->source("a/b.html").value(), "B");
    BOOST_CHECK_EQUAL(loader->file_of("a/b.html"), folder.path() / "templates/a/b.html");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_missing_and_what_is_no_file_is_not) {
    const tests::TemporaryFolder folder;
    folder.write("a/b.html", "B");
    const auto loader = FolderLoader::open(folder.path());
    BOOST_REQUIRE(loader);
    BOOST_CHECK(loader->source("nope.html").error().missing);
    BOOST_CHECK(loader->source("a/b.html/c").error().missing);
    BOOST_CHECK(!loader->source("a").error().missing);
}

BOOST_AUTO_TEST_CASE(a_pipe_in_the_folder_is_no_template_and_makes_nobody_wait) {
    const tests::TemporaryFolder folder;
    BOOST_REQUIRE(::mkfifo((folder.path() / "t").c_str(), 0600) == 0);
    const auto loader = FolderLoader::open(folder.path());
    BOOST_REQUIRE(loader);
    const auto source = loader->source("t");
    BOOST_REQUIRE(!source);
    BOOST_CHECK(!source.error().missing);
    BOOST_CHECK_EQUAL(source.error().reason,
                      "read t, which is no regular file: Operation not supported");
}

BOOST_AUTO_TEST_CASE(what_the_system_has_refused_is_told_by_its_errno) {
    const tests::TemporaryFolder folder;
    folder.write("t", "T");
    const auto loader = FolderLoader::open(folder.path());
    BOOST_REQUIRE(loader);
    const tests::FewDescriptors none(tests::next_descriptor());
    const auto source = loader->source("t");
    BOOST_REQUIRE(!source);
    BOOST_CHECK_EQUAL(source.error().code, EMFILE);
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_the_folder) {
    const tests::TemporaryFolder folder;
    folder.write("secret", "S");
    folder.write("templates/t", "T");
    std::filesystem::create_symlink("../secret", folder.path() / "templates/link");
    const auto loader = FolderLoader::open(folder.path() / "templates");
    BOOST_REQUIRE(loader);
    const auto linked = loader->source("link");
    BOOST_REQUIRE(!linked);
    BOOST_CHECK(!linked.error().missing);
    BOOST_CHECK_EQUAL(linked.error().reason,
                      "link: a symbolic link leads out of the folder of templates");
    BOOST_CHECK(!loader->source("../secret"));
    BOOST_CHECK(!loader->source("/etc/hostname"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_an_error) {
    BOOST_CHECK(!FolderLoader::open("/nonexistent/templates"));
}

}  // namespace
}  // namespace tined::templates
