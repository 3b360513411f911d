#include "daemon/logs/log_destination.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using Kind = config::LogTarget::Kind;

BOOST_AUTO_TEST_CASE(a_file_is_made_for_its_owner_and_group_and_appended_to) {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "log").string();
    const mode_t before = ::umask(077);  // as a unit has it
    const auto opened = LogDestination::open({Kind::file, path});
    ::umask(before);
    BOOST_TEST_REQUIRE(opened.has_value());
    struct stat status = {};
    BOOST_TEST_REQUIRE(::stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0640u);
    const int flags = ::fcntl(opened->fd(), F_GETFL);
    BOOST_TEST((flags & O_APPEND) != 0);
    BOOST_TEST((::fcntl(opened->fd(), F_GETFD) & FD_CLOEXEC) != 0);
    BOOST_TEST(!opened->is_standard());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_keeps_its_mode) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.write("log", "old\n");
    BOOST_TEST_REQUIRE(::chmod(path.c_str(), 0600) == 0);
    BOOST_TEST_REQUIRE(LogDestination::open({Kind::file, path}).has_value());
    struct stat status = {};
    BOOST_TEST_REQUIRE(::stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0600u);
    BOOST_TEST(status.st_size == 4);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_an_error_with_its_name) {
    const auto opened = LogDestination::open({Kind::file, "/nowhere/log"});
    BOOST_TEST_REQUIRE(!opened.has_value());
    BOOST_TEST(opened.error().what() == "open /nowhere/log: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_fifo_that_nobody_reads_is_an_error_and_waits_for_nobody) {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "fifo").string();
    BOOST_TEST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const auto opened = LogDestination::open({Kind::file, path});
    BOOST_TEST_REQUIRE(!opened.has_value());
    BOOST_TEST(opened.error().code() == ENXIO);
}

BOOST_AUTO_TEST_CASE(standard_error_has_levels_only_if_it_is_the_stream_to_the_journal) {
    struct stat status = {};
    BOOST_TEST_REQUIRE(::fstat(STDERR_FILENO, &status) == 0);
    const std::string own = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
    ::setenv("JOURNAL_STREAM", own.c_str(), 1);
    BOOST_TEST(LogDestination::open({Kind::standard_error})->has_level());
    BOOST_TEST(!LogDestination::open({Kind::standard_output})->has_level());
    ::setenv("JOURNAL_STREAM", "1:2", 1);  // inherited, and turned elsewhere by "2>file"
    BOOST_TEST(!LogDestination::open({Kind::standard_error})->has_level());
    ::unsetenv("JOURNAL_STREAM");
    BOOST_TEST(!LogDestination::open({Kind::standard_error})->has_level());
}

BOOST_AUTO_TEST_CASE(a_duplicate_is_the_same_place_by_another_descriptor) {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "log").string();
    const auto opened = LogDestination::open({Kind::file, path});
    const auto second = opened->duplicate();
    BOOST_TEST_REQUIRE(second.has_value());
    BOOST_TEST(second->fd() != opened->fd());
    struct stat one = {};
    struct stat other = {};
    BOOST_TEST_REQUIRE(::fstat(opened->fd(), &one) == 0);
    BOOST_TEST_REQUIRE(::fstat(second->fd(), &other) == 0);
    BOOST_TEST(one.st_ino == other.st_ino);
    BOOST_TEST(LogDestination(STDERR_FILENO).duplicate()->fd() == STDERR_FILENO);
}

}  // namespace
}  // namespace tined::daemon
