#include "config/source_file.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "tests/config/folder.hpp"
#include "tests/support/few_descriptors.hpp"

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(source_file)

BOOST_AUTO_TEST_CASE(a_file_is_known_by_the_name_the_user_gave_it) {
    const Folder folder;
    const std::string path = folder.write("a.yaml", "b: c\n");
    Document document;
    Problems problems;
    const auto root = read_file(document, path, problems);
    BOOST_REQUIRE(root.has_value());
    BOOST_TEST(document.files.front() == path);
    BOOST_TEST(root->find("b")->place.file == path);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_told_where_it_is_named) {
    Document document;
    Problems problems;
    const NamedAt named_at = {.place = {"main.yaml", 3, 10}, .path = "include[0]"};
    BOOST_TEST(!read_file(document, "no/such.yaml", problems, named_at).has_value());
    BOOST_TEST(problems.to_string() ==
               "main.yaml:3:10: include[0]: no/such.yaml: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_want_of_descriptors_is_told_apart_from_a_wrong_file) {
    const Folder folder;
    const std::string path = folder.write("a.yaml", "b: c\n");
    Document document;
    Problems missing;
    BOOST_TEST(!read_file(document, "no/such.yaml", missing).has_value());
    BOOST_TEST(!missing.is_shortage());
    Problems problems;
    {
        const tests::FewDescriptors none(tests::next_descriptor());
        BOOST_TEST(!read_file(document, path, problems).has_value());
    }
    BOOST_TEST(problems.to_string() == path + ": Too many open files\n");
    BOOST_TEST(problems.is_shortage());
}

BOOST_AUTO_TEST_CASE(a_pipe_is_refused_and_not_waited_for) {
    const Folder folder;
    BOOST_REQUIRE(::mkfifo(folder.path("a.yaml").c_str(), 0600) == 0);
    Document document;
    Problems problems;
    const NamedAt named_at = {.place = {"main.yaml", 3, 10}, .path = "include"};
    BOOST_TEST(!read_file(document, folder.path("a.yaml"), problems, named_at).has_value());
    BOOST_TEST(problems.to_string() ==
               "main.yaml:3:10: include: " + folder.path("a.yaml") + ": this is no regular file\n");
}

BOOST_AUTO_TEST_CASE(a_file_with_nothing_in_it_is_a_null_node) {
    const Folder folder;
    Document document;
    Problems problems;
    const auto root = read_file(document, folder.write("a.yaml", "\n"), problems);
    BOOST_REQUIRE(root.has_value());
    BOOST_CHECK(root->kind == NodeKind::null);
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
