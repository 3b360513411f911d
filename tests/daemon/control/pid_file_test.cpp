#include "daemon/control/pid_file.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <string>

#include "base/descriptor.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_CASE(it_holds_the_pid_alone_and_goes_when_told) {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "tined.pid";
    auto file = PidFile::prepare(path);
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(!file->is_in_place());
    BOOST_TEST_REQUIRE(file->put_in_place().has_value());
    BOOST_TEST(file->is_in_place());
    BOOST_TEST(base::read_whole(path.string(), 100).value() == std::to_string(::getpid()) + "\n");
    file->remove();
    BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(an_old_file_is_replaced_whole) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.write("tined.pid", "12345678901234567890\n");
    auto file = PidFile::prepare(path);
    BOOST_TEST_REQUIRE(file.has_value());
    BOOST_TEST(base::read_whole(path, 100).value() == "12345678901234567890\n");
    BOOST_TEST_REQUIRE(file->put_in_place().has_value());
    BOOST_TEST(base::read_whole(path, 100).value() == std::to_string(::getpid()) + "\n");
}

BOOST_AUTO_TEST_CASE(a_successors_file_is_left_alone) {
    const tests::TemporaryFolder folder;
    auto file = PidFile::prepare(folder.path() / "tined.pid");
    BOOST_TEST_REQUIRE((file.has_value() && file->put_in_place().has_value()));
    folder.write("tined.pid", "1\n");
    file->remove();
    BOOST_TEST(std::filesystem::exists(folder.path() / "tined.pid"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_an_error_that_names_the_file) {
    const tests::TemporaryFolder folder;
    const auto file = PidFile::prepare(folder.path() / "nowhere" / "tined.pid");
    BOOST_TEST_REQUIRE(!file.has_value());
    BOOST_TEST(file.error().what().find("nowhere/tined.pid") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_that_is_not_put_in_place_leaves_nothing) {
    const tests::TemporaryFolder folder;
    {
        BOOST_TEST_REQUIRE(PidFile::prepare(folder.path() / "tined.pid").has_value());
    }
    BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(a_folder_in_its_place_is_found_before_anything_is_written) {
    const tests::TemporaryFolder folder;
    const auto file = PidFile::prepare(folder.path());
    BOOST_TEST_REQUIRE(!file.has_value());
    BOOST_TEST(file.error().code() == EISDIR);
}

BOOST_AUTO_TEST_CASE(what_is_no_pid_file_is_not_replaced) {
    const tests::TemporaryFolder folder;
    const auto fifo = folder.path() / "fifo";
    BOOST_TEST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const std::string data = folder.write("tined.yaml", "routes: []\n");
    const std::string large = folder.write("digits", std::string(100'000, '1'));
    for (const std::string& path : {fifo.string(), data, large, std::string("/dev/null")}) {
        const auto file = PidFile::prepare(path);
        BOOST_TEST_REQUIRE(!file.has_value());
        BOOST_TEST(file.error().what().find(path + ", which is no pid file") != std::string::npos);
    }
    const auto empty = PidFile::prepare(folder.write("empty", ""));
    BOOST_TEST(empty.has_value());
}

BOOST_AUTO_TEST_CASE(another_process_sees_who_holds_it_until_that_one_ends) {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "tined.pid";
    BOOST_TEST(!PidFile::holder(path).has_value());
    std::array<int, 2> held{};
    std::array<int, 2> leave{};
    BOOST_TEST_REQUIRE((::pipe(held.data()) == 0 && ::pipe(leave.data()) == 0));
    const pid_t other = ::fork();
    if (other == 0) {
        ::close(leave[1]);
        auto file = PidFile::prepare(path);
        const bool is_held = file && file->put_in_place() && file->is_in_place();
        char byte = is_held ? 'y' : 'n';
        [[maybe_unused]] const auto told = ::write(held[1], &byte, 1);
        [[maybe_unused]] const auto end = ::read(leave[0], &byte, 1);
        // As if it were killed: nothing is removed.
        ::_exit(0);
    }
    char is_held = 0;
    BOOST_TEST(::read(held[0], &is_held, 1) == 1);
    BOOST_TEST(is_held == 'y');
    BOOST_TEST((PidFile::holder(path) == other));
    ::close(leave[1]);
    BOOST_TEST(::waitpid(other, nullptr, 0) == other);
    BOOST_TEST(std::filesystem::exists(path));
    BOOST_TEST(!PidFile::holder(path).has_value());
    for (const int fd : {held[0], held[1], leave[0]}) ::close(fd);
}

}  // namespace
}  // namespace tined::daemon
