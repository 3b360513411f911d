#include "base/beneath.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>

#include "tests/support/temporary_folder.hpp"

using namespace tined;
namespace fs = std::filesystem;

namespace {

/// A site with links of each kind, beside what is none of its business.
struct Site {
    Site() {
        made.write("site/a.txt", "inside");
        made.write("site/sub/deep/b.txt", "below");
        made.write("secret.txt", "outside");
        link("sub/deep/b.txt", "to_b");
        link("sub", "to_sub");
        link("to_sub/deep", "to_deep");
        link("../../a.txt", "sub/deep/to_a");
        link("../secret.txt", "out");
        link("up/../secret.txt", "sub/out");
        link("..", "sub/up");
        link(fs::path(made.path() / "site/a.txt").string(), "absolute");
        link("round", "round");
        link("a.txt/", "file_as_folder");
        BOOST_TEST_REQUIRE(::mkfifo((made.path() / "site/fifo").c_str(), 0600) == 0);
        root = base::open_folder((made.path() / "site").string()).value();
    }
    void link(const std::string& text, const std::string& name) const {
        fs::create_symlink(text, made.path() / "site" / name);
    }

    tests::TemporaryFolder made;
    base::Descriptor root;
};

std::string outcome(const std::expected<base::Descriptor, base::SystemError>& opened) {
    if (!opened) return "errno " + std::to_string(opened.error().code());
    struct stat status = {};
    BOOST_TEST_REQUIRE(::fstat(opened->get(), &status) == 0);
    if (S_ISDIR(status.st_mode)) return "folder " + std::to_string(status.st_ino);
    return base::read_whole(opened->get(), 100).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(beneath)

BOOST_AUTO_TEST_CASE(a_walk_reads_what_the_kernel_reads_and_refuses_what_it_refuses) {
    const Site site;
    for (const std::string path : {"a.txt",
                                   "./a.txt",
                                   "sub//deep/b.txt",
                                   "sub/../a.txt",
                                   "sub/deep/../../a.txt",
                                   "to_b",
                                   "to_sub/deep/b.txt",
                                   "to_deep/b.txt",
                                   "sub/deep/to_a",
                                   "to_deep/to_a",
                                   "sub/up/a.txt",
                                   "sub/up/sub/up/a.txt",
                                   "fifo",
                                   ".",
                                   "sub",
                                   "sub/",
                                   "sub/.",
                                   "sub/..",
                                   "to_sub",
                                   "to_sub/",
                                   "none",
                                   "none/a.txt",
                                   "sub/none",
                                   "a.txt/",
                                   "a.txt/b",
                                   "a.txt/..",
                                   "file_as_folder",
                                   "round",
                                   "round/a.txt",
                                   "..",
                                   "../secret.txt",
                                   "out",
                                   "sub/out",
                                   "sub/up/../secret.txt",
                                   "absolute",
                                   "/",
                                   "/etc/passwd",
                                   "sub/../.."}) {
        const auto by_kernel = base::open_beneath(site.root.get(), path, O_RDONLY | O_NONBLOCK);
        const auto by_steps = base::open_step_by_step(site.root.get(), path, O_RDONLY | O_NONBLOCK);
        BOOST_TEST(outcome(by_steps) == outcome(by_kernel), path);
    }
}

BOOST_AUTO_TEST_CASE(a_walk_leads_out_by_no_link) {
    const Site site;
    for (const char* path :
         {"out", "sub/out", "absolute", "../secret.txt", "sub/up/../secret.txt"}) {
        const auto opened = base::open_step_by_step(site.root.get(), path, O_RDONLY);
        BOOST_TEST_REQUIRE(!opened.has_value(), path);
        BOOST_TEST(opened.error().code() == EXDEV, path);
    }
}

BOOST_AUTO_TEST_CASE(a_walk_opens_as_the_flags_say) {
    const Site site;
    const auto folder = base::open_step_by_step(site.root.get(), "a.txt", O_RDONLY | O_DIRECTORY);
    BOOST_TEST(folder.error().code() == ENOTDIR);
    const auto opened = base::open_step_by_step(site.root.get(), "to_b", O_RDONLY | O_CLOEXEC);
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST((::fcntl(opened->get(), F_GETFD) & FD_CLOEXEC) != 0);
    BOOST_TEST((::fcntl(opened->get(), F_GETFL) & O_PATH) == 0);
}

BOOST_AUTO_TEST_CASE(a_walk_s_error_names_the_path_with_its_controls_escaped) {
    const Site site;
    const auto opened = base::open_step_by_step(site.root.get(), "a\nb", O_RDONLY);
    BOOST_TEST(opened.error().what() == "open a\\nb: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
