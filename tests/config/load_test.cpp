#include "config/load.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/config/folder.hpp"

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(load)

BOOST_AUTO_TEST_CASE(a_file_becomes_settings_and_the_tree_of_its_site) {
    const Folder folder;
    const std::string path =
        folder.write("tined.yaml", "listen: 127.0.0.1:80\nroutes:\n  - {path: /, text: hi}\n");
    Problems problems;
    const auto loaded = config::load(path, {}, problems);
    BOOST_TEST(problems.to_string() == "");
    BOOST_REQUIRE(loaded.has_value());
    BOOST_TEST(to_string(loaded->settings.listen[0].address) == "127.0.0.1:80");
    const Node& route = loaded->document.root.find("routes")->items[0];
    BOOST_TEST(route.find("text")->text == "hi");
    BOOST_TEST(to_string(route.place) == path + ":3:5");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_one_problem) {
    Problems problems;
    BOOST_TEST(!config::load("no/such.yaml", {}, problems).has_value());
    BOOST_TEST(problems.to_string() == "no/such.yaml: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_file) {
    const Folder folder;
    Problems problems;
    BOOST_TEST(!config::load(folder.path(""), {}, problems).has_value());
    BOOST_TEST(problems.to_string() == folder.path("") + ": Is a directory\n");
}

BOOST_AUTO_TEST_CASE(a_file_past_the_bound_is_not_read) {
    const Folder folder;
    const std::string path = folder.write("a.yaml", "a: " + std::string(16 * 1024 * 1024, 'x'));
    Problems problems;
    BOOST_TEST(!config::load(path, {}, problems).has_value());
    BOOST_TEST(problems.to_string() == path + ": the file is larger than 16 MiB\n");
}

BOOST_AUTO_TEST_CASE(what_the_command_line_sets_is_checked_as_if_it_were_written) {
    const Folder folder;
    const std::string path = folder.write("tined.yaml", "workers: 1\n");
    const std::vector<std::string> set = {"workers=5", "limits.body_size=1K", "nonsense=1"};
    Problems problems;
    const auto loaded = config::load(path, {.set = set, .flags = {}}, problems);
    BOOST_REQUIRE(loaded.has_value());
    BOOST_CHECK(loaded->settings.workers == 5u);
    BOOST_TEST(problems.to_string() ==
               "--set: limits.body_size: expected a size such as 512, 64KiB or 10MiB, found "
               "\"1K\"\n--set: nonsense: unknown key\n");
}

BOOST_AUTO_TEST_CASE(with_problems_there_is_still_a_tree_to_find_more_in) {
    const Folder folder;
    const std::string path = folder.write("tined.yaml", "workers: x\nroutes: [{path: /}]\n");
    Problems problems;
    const auto loaded = config::load(path, {}, problems);
    BOOST_TEST(problems.size() == 1u);
    BOOST_REQUIRE(loaded.has_value());
    BOOST_TEST(loaded->document.root.find("routes")->items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(places_stay_good_when_the_configuration_is_moved) {
    const Folder folder;
    const std::string path = folder.write("tined.yaml", "routes: [{path: /}]\n");
    Problems problems;
    auto loaded = config::load(path, {}, problems);
    BOOST_REQUIRE(loaded.has_value());
    const Loaded moved = std::move(*loaded);
    loaded.reset();
    BOOST_TEST(to_string(moved.document.root.find("routes")->place) == path + ":1:9");
}

BOOST_AUTO_TEST_CASE(a_text_of_a_program_is_read_as_a_file_is_and_named_as_it_says) {
    Problems problems;
    auto loaded = config::load_text("the app", "listen: 127.0.0.1:80\nlimits: {a: 1}\n", problems);
    BOOST_TEST(problems.to_string() == "the app:2:10: limits.a: unknown key\n");
    BOOST_REQUIRE(loaded.has_value());
    const Loaded moved = std::move(*loaded);
    loaded.reset();
    BOOST_TEST(to_string(moved.settings.listen[0].address) == "127.0.0.1:80");
    BOOST_TEST(to_string(moved.document.root.find("listen")->place) == "the app:1:9");
    BOOST_TEST(moved.document.files.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
