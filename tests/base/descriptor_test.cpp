#include "base/descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "tests/support/temporary_folder.hpp"

using namespace tined;

namespace {

// A folder with a file, a folder, links and a FIFO in it, gone with the case.
struct Folder {
    Folder() {
        made.write("site/a.txt", "inside");
        made.write("site/sub/b.txt", "below");
        made.write("secret.txt", "outside");
        std::filesystem::create_symlink("sub/b.txt", path / "site/to_b");
        std::filesystem::create_symlink("../secret.txt", path / "site/out");
        std::filesystem::create_symlink(path / "site/a.txt", path / "site/absolute");
        std::filesystem::create_symlink("..", path / "site/sub/up");
        BOOST_TEST_REQUIRE(::mkfifo((path / "site/fifo").c_str(), 0600) == 0);
        site = base::open_folder((path / "site").string()).value();
    }

    // What is read there, or the errno.
    std::string read(std::string_view name) const {
        const auto opened = base::open_beneath(site.get(), name, O_RDONLY);
        if (!opened) return "errno " + std::to_string(opened.error().code());
        return base::read_whole(opened->get(), 100).value();
    }

    tests::TemporaryFolder made;
    const std::filesystem::path& path = made.path();
    base::Descriptor site;
};

std::string errno_text(int code) { return "errno " + std::to_string(code); }

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_descriptor_closes_what_it_owns_once) {
    int number = -1;
    {
        const base::Descriptor descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        number = descriptor.get();
        BOOST_TEST(is_open(number));
    }
    BOOST_TEST(!is_open(number));
}

BOOST_AUTO_TEST_CASE(only_a_regular_file_is_read_where_nobody_may_wait) {
    const Folder folder;
    const std::string fifo = folder.path / "site/fifo";
    BOOST_TEST(base::read_regular(folder.path / "site/a.txt", 100).value() == "inside");
    BOOST_TEST(base::read_regular(folder.path / "site/a.txt", 5).error().code() == EFBIG);
    BOOST_TEST(base::read_regular(folder.path / "site", 100).error().code() == EISDIR);
    BOOST_TEST(base::read_regular(fifo, 100).error().what() ==
               "read " + fifo + ", which is no regular file: Operation not supported");
    BOOST_TEST(base::read_regular("/dev/zero", 100).error().code() == ENOTSUP);
    BOOST_TEST(base::open_read(fifo).has_value());
}

BOOST_AUTO_TEST_CASE(a_descriptor_moves_and_is_empty_after) {
    base::Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    base::Descriptor second(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const int kept = first.get();
    const int closed = second.get();
    second = std::move(first);
    BOOST_TEST(!first);
    BOOST_TEST(second.get() == kept);
    BOOST_TEST(!is_open(closed));
    BOOST_TEST(second.release() == kept);
    BOOST_TEST(is_open(kept));
    second.reset(kept);
    second.reset();
    BOOST_TEST(!is_open(kept));
}

BOOST_AUTO_TEST_CASE(closing_leaves_errno_to_the_call_that_failed) {
    base::Descriptor bad(1000000);  // close() fails with EBADF
    errno = EMFILE;
    bad.reset();
    BOOST_TEST(errno == EMFILE);
}

BOOST_AUTO_TEST_CASE(an_error_says_what_was_tried_on_what_and_why_not) {
    const auto opened = base::open_read("/nonexistent/x");
    BOOST_TEST_REQUIRE(!opened.has_value());
    BOOST_TEST(opened.error().code() == ENOENT);
    BOOST_TEST(opened.error().what() == "open /nonexistent/x: No such file or directory");
    BOOST_TEST(base::read_whole("/", 10).error().what() == "read /: Is a directory");
}

BOOST_AUTO_TEST_CASE(what_is_opened_is_closed_by_exec) {
    const auto opened = base::open_read("/dev/null");
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST((::fcntl(opened->get(), F_GETFD) & FD_CLOEXEC) != 0);
    BOOST_TEST(base::set_close_on_exec(opened->get(), false).has_value());
    BOOST_TEST((::fcntl(opened->get(), F_GETFD) & FD_CLOEXEC) == 0);
    BOOST_TEST(base::set_close_on_exec(-1).error().code() == EBADF);
}

BOOST_AUTO_TEST_CASE(files_beneath_a_folder_are_opened_by_their_relative_path) {
    const Folder folder;
    BOOST_TEST(folder.read("a.txt") == "inside");
    BOOST_TEST(folder.read("sub/b.txt") == "below");
    BOOST_TEST(folder.read("sub/../a.txt") == "inside");
    BOOST_TEST(folder.read("none") == errno_text(ENOENT));
}

BOOST_AUTO_TEST_CASE(links_that_stay_beneath_are_followed) {
    const Folder folder;
    BOOST_TEST(folder.read("to_b") == "below");
    BOOST_TEST(folder.read("sub/up/a.txt") == "inside");
}

BOOST_AUTO_TEST_CASE(no_path_and_no_link_leaves_the_folder) {
    const Folder folder;
    BOOST_TEST(folder.read("../secret.txt") == errno_text(EXDEV));
    BOOST_TEST(folder.read("out") == errno_text(EXDEV));
    BOOST_TEST(folder.read("sub/up/../secret.txt") == errno_text(EXDEV));
    BOOST_TEST(folder.read((folder.path / "site/a.txt").string()) == errno_text(EXDEV));
    BOOST_TEST(folder.read("absolute") == errno_text(EXDEV));
}

BOOST_AUTO_TEST_CASE(a_name_with_a_zero_byte_opens_nothing) {
    const Folder folder;
    BOOST_TEST(folder.read(std::string_view("a.txt\0.png", 10)) == errno_text(EINVAL));
}

BOOST_AUTO_TEST_CASE(the_error_of_a_name_that_a_peer_chose_stays_on_its_line) {
    const Folder folder;
    const auto opened = base::open_beneath(folder.site.get(), "a\nb\x1b", O_RDONLY);
    BOOST_TEST(opened.error().what() == "open a\\nb\\x1b: No such file or directory");
}

BOOST_AUTO_TEST_CASE(opening_a_fifo_beneath_waits_for_nobody) {
    const Folder folder;
    BOOST_TEST(folder.read("fifo") == "");  // a blocking open would hang here for ever
}

BOOST_AUTO_TEST_CASE(the_empty_name_is_the_folder_itself) {
    const Folder folder;
    const auto opened = base::open_beneath(folder.site.get(), "", O_PATH | O_DIRECTORY);
    BOOST_TEST_REQUIRE(opened.has_value());
    struct stat by_name = {};
    struct stat by_descriptor = {};
    ::stat((folder.path / "site").c_str(), &by_name);
    ::fstat(opened->get(), &by_descriptor);
    BOOST_TEST(by_name.st_ino == by_descriptor.st_ino);
}

BOOST_AUTO_TEST_CASE(a_file_of_exactly_the_most_bytes_is_read_and_one_more_is_refused) {
    const Folder folder;
    const std::string name = (folder.path / "site/a.txt").string();
    BOOST_TEST(base::read_whole(name, 6).value() == "inside");
    BOOST_TEST(base::read_whole(name, 5).error().code() == EFBIG);
}

BOOST_AUTO_TEST_CASE(what_has_no_size_is_read_to_its_end_and_no_further_than_allowed) {
    BOOST_TEST(!base::read_whole("/proc/self/status", 1 << 20).value().empty());
    BOOST_TEST(base::read_whole("/dev/zero", 1000).error().code() == EFBIG);
}

BOOST_AUTO_TEST_CASE(bytes_written_into_a_pipe_come_out_of_it) {
    auto pipe = base::make_pipe();
    BOOST_TEST_REQUIRE(pipe.has_value());
    BOOST_TEST(base::write_whole(pipe->writer.get(), "all of it").has_value());
    pipe->writer.reset();
    BOOST_TEST(base::read_whole(pipe->reader.get(), 100).value() == "all of it");
    BOOST_TEST(base::write_whole(-1, "x").error().code() == EBADF);
}

BOOST_AUTO_TEST_CASE(a_nonblocking_pipe_says_that_it_is_empty) {
    auto pipe = base::make_pipe(true);
    BOOST_TEST_REQUIRE(pipe.has_value());
    BOOST_TEST(base::read_whole(pipe->reader.get(), 1).error().code() == EAGAIN);
    BOOST_TEST(base::set_nonblocking(pipe->reader.get(), false).has_value());
    BOOST_TEST((::fcntl(pipe->reader.get(), F_GETFL) & O_NONBLOCK) == 0);
}
