#include "event/file_watch.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

using tined::event::FileWatch;
using tined::tests::TemporaryFolder;

namespace fs = std::filesystem;

namespace {

struct Watched {
    Watched() : watch(std::move(*FileWatch::make())) {}

    /// Whether anything has happened that concerns it. inotify's events are there when the call
    /// that caused them returns.
    bool has_changed() { return watch.take(); }
    bool is_readable() const {
        pollfd ready{.fd = watch.fd(), .events = POLLIN, .revents = 0};
        return ::poll(&ready, 1, 0) == 1;
    }

    TemporaryFolder folder;
    FileWatch watch;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(file_watch, Watched)

BOOST_AUTO_TEST_CASE(a_file_that_is_written_over_has_changed) {
    folder.write("a.yaml", "a");
    BOOST_TEST_REQUIRE(watch.add_file(folder.path() / "a.yaml").has_value());
    BOOST_TEST(!has_changed());
    folder.write("a.yaml", "b");
    BOOST_TEST(is_readable());
    BOOST_TEST(has_changed());
    BOOST_TEST(!has_changed());
}

BOOST_AUTO_TEST_CASE(a_file_that_another_is_renamed_to_has_changed) {
    folder.write("a.yaml", "a");
    BOOST_TEST_REQUIRE(watch.add_file(folder.path() / "a.yaml").has_value());
    folder.write("a.yaml.new", "b");
    BOOST_TEST(!has_changed());
    fs::rename(folder.path() / "a.yaml.new", folder.path() / "a.yaml");
    BOOST_TEST(has_changed());
    // And the one that took its place is watched in its stead.
    folder.write("a.yaml", "c");
    BOOST_TEST(has_changed());
}

BOOST_AUTO_TEST_CASE(a_file_has_changed_when_its_writer_closes_it_and_not_before) {
    folder.write("a.yaml", "a");
    BOOST_TEST_REQUIRE(watch.add_file(folder.path() / "a.yaml").has_value());
    std::ofstream writer(folder.path() / "a.yaml");
    writer << "half" << std::flush;
    BOOST_TEST(!has_changed());
    writer.close();
    BOOST_TEST(has_changed());
}

BOOST_AUTO_TEST_CASE(a_file_need_not_be_there_yet_and_may_go) {
    BOOST_TEST_REQUIRE(watch.add_file(folder.path() / "a.yaml").has_value());
    folder.write("a.yaml", "a");
    BOOST_TEST(has_changed());
    fs::remove(folder.path() / "a.yaml");
    BOOST_TEST(has_changed());
}

BOOST_AUTO_TEST_CASE(what_lies_beside_a_file_tells_nothing) {
    BOOST_TEST_REQUIRE(watch.add_file(folder.path() / "a.yaml").has_value());
    folder.write("b.yaml", "b");
    BOOST_TEST(!has_changed());
}

BOOST_AUTO_TEST_CASE(a_new_file_of_an_ending_has_changed) {
    BOOST_TEST_REQUIRE(watch.add_ending(folder.path(), ".yaml").has_value());
    folder.write("b.txt", "b");
    BOOST_TEST(!has_changed());
    folder.write("b.yaml", "b");
    BOOST_TEST(has_changed());
}

BOOST_AUTO_TEST_CASE(a_folder_is_watched_with_all_below_it_now_and_later) {
    folder.write("t/deep/a.html", "a");
    BOOST_TEST_REQUIRE(watch.add_folder(folder.path() / "t").has_value());
    folder.write("t/deep/a.html", "b");
    BOOST_TEST(has_changed());
    fs::create_directory(folder.path() / "t/new");
    BOOST_TEST(has_changed());
    folder.write("t/new/b.html", "b");
    BOOST_TEST(has_changed());
    folder.write("outside.html", "c");
    BOOST_TEST(!has_changed());
}

BOOST_AUTO_TEST_CASE(what_editors_keep_for_themselves_tells_nothing) {
    fs::create_directory(folder.path() / "t");
    BOOST_TEST_REQUIRE(watch.add_folder(folder.path() / "t").has_value());
    folder.write("t/.a.html.swp", "x");
    folder.write("t/a.html~", "x");
    BOOST_TEST(!has_changed());
}

BOOST_AUTO_TEST_CASE(a_folder_that_goes_is_forgotten) {
    folder.write("t/deep/a.html", "a");
    BOOST_TEST_REQUIRE(watch.add_folder(folder.path() / "t").has_value());
    fs::remove_all(folder.path() / "t/deep");
    BOOST_TEST(has_changed());
    folder.write("t/deep/a.html", "a");
    BOOST_TEST(has_changed());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_an_error) {
    BOOST_TEST(!watch.add_folder(folder.path() / "none").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
