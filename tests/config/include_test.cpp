#include "config/include.hpp"

#include <boost/test/unit_test.hpp>

#include "config/source_file.hpp"
#include "tests/config/folder.hpp"
#include "tests/support/few_descriptors.hpp"

namespace tined::config {
namespace {

struct Site : Folder {
    /// Reads NAME and all that it includes.
    const Node& read(const std::string& name) {
        auto root = read_file(document, path(name), problems);
        BOOST_REQUIRE(root.has_value());
        document.root = std::move(*root);
        expand_includes(document, problems);
        return document.root;
    }

    Document document;
    Problems problems;
};

BOOST_AUTO_TEST_SUITE(include)

BOOST_FIXTURE_TEST_CASE(lists_append_and_mappings_merge, Site) {
    write("a.yaml", "include: b.yaml\nroutes: [one]\nlimits: {x: 1}\n");
    write("b.yaml", "routes: [two, three]\nlimits: {y: 2}\nworkers: 3\n");
    const Node& root = read("a.yaml");
    BOOST_TEST(problems.to_string() == "");
    BOOST_REQUIRE(root.find("routes")->items.size() == 3u);
    BOOST_TEST(root.find("routes")->items[2].text == "three");
    BOOST_TEST(root.find("limits")->find("x")->text == "1");
    BOOST_TEST(root.find("limits")->find("y")->text == "2");
    BOOST_TEST(root.find("workers")->text == "3");
    BOOST_TEST(!root.find("include"));
}

BOOST_FIXTURE_TEST_CASE(a_glob_takes_files_in_the_order_of_their_names, Site) {
    write("a.yaml", "include: [d/*.yaml]\n");
    write("d/2.yaml", "routes: [two]\n");
    write("d/1.yaml", "routes: [one]\n");
    write("d/3.txt", "routes: [three]\n");
    const Node& root = read("a.yaml");
    BOOST_REQUIRE(root.find("routes")->items.size() == 2u);
    BOOST_TEST(root.find("routes")->items[0].text == "one");
    BOOST_TEST(root.find("routes")->items[1].text == "two");
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_cannot_be_read_for_want_of_descriptors_is_not_an_empty_one,
                        Site) {
    write("a.yaml", "include: [d/*.yaml]\n");
    write("d/1.yaml", "routes: [one]\n");
    auto root = read_file(document, path("a.yaml"), problems);
    BOOST_REQUIRE(root.has_value());
    document.root = std::move(*root);
    {
        const tests::FewDescriptors none(tests::next_descriptor());
        expand_includes(document, problems);
    }
    BOOST_TEST(problems.to_string() == path("a.yaml") + ":1:11: include[0]: look for " +
                                           path("d/*.yaml") + ": Too many open files\n");
    BOOST_TEST(problems.is_shortage());
}

BOOST_FIXTURE_TEST_CASE(names_start_at_the_folder_of_the_file_that_names_them, Site) {
    write("a.yaml", "include: d/b.yaml\n");
    write("d/b.yaml", "include: c.yaml\n");
    write("d/c.yaml", "workers: 7\n");
    BOOST_TEST(read("a.yaml").find("workers")->text == "7");
}

BOOST_FIXTURE_TEST_CASE(a_chain_of_includes_is_bounded, Site) {
    const auto name = [](int i) { return "f" + std::to_string(i) + ".yaml"; };
    for (int i = 0; i < 16; ++i) {
        write(name(i), "routes: [{include: " + name(i + 1) + "}]\n");
    }
    write(name(16), "routes: [last]\n");
    read(name(1));
    BOOST_TEST(problems.to_string() == "");
    read(name(0));
    BOOST_TEST(problems.to_string().find("include: more than 16 files include each other") !=
               std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(places_name_the_file_they_are_in, Site) {
    write("a.yaml", "include: b.yaml\n");
    write("b.yaml", "\nworkers: 7\n");
    BOOST_TEST(to_string(read("a.yaml").find("workers")->place) == path("b.yaml") + ":2:10");
}

BOOST_FIXTURE_TEST_CASE(the_same_single_value_twice_names_both_places, Site) {
    write("a.yaml", "include: b.yaml\nlimits: {x: 1}\n");
    write("b.yaml", "limits: {x: 1}\n");
    read("a.yaml");
    BOOST_TEST(problems.to_string() == path("b.yaml") + ":1:10: limits.x: already written at " +
                                           path("a.yaml") + ":2:10\n");
}

BOOST_FIXTURE_TEST_CASE(a_group_among_the_routes_includes_as_well, Site) {
    write("a.yaml", "routes:\n  - {path: /admin/, include: more/*.yaml}\n");
    write("more/a.yaml", "routes: [x]\nbefore: [y]\n");
    const Node& group = read("a.yaml").find("routes")->items[0];
    BOOST_TEST(group.find("routes")->items[0].text == "x");
    BOOST_TEST(group.find("before")->items[0].text == "y");
}

BOOST_FIXTURE_TEST_CASE(a_circle_is_told_and_ends, Site) {
    write("a.yaml", "include: b.yaml\n");
    write("b.yaml", "include: a.yaml\n");
    read("a.yaml");
    BOOST_TEST(problems.to_string() ==
               path("b.yaml") + ":1:10: include: " + path("a.yaml") + " includes itself\n");
}

BOOST_FIXTURE_TEST_CASE(an_included_file_may_be_empty_but_must_be_there, Site) {
    write("a.yaml", "include: [empty.yaml, none.yaml, no*.yaml]\n");
    write("empty.yaml", "# nothing yet\n");
    read("a.yaml");
    BOOST_TEST(problems.to_string() == path("a.yaml") + ":1:23: include[1]: " + path("none.yaml") +
                                           ": No such file or directory\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
