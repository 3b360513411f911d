#include "daemon/site/preflight.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "daemon/sandbox/worker_files.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

std::unique_ptr<Configuration> read(const tests::TemporaryFolder& folder, std::string_view yaml) {
    auto read = read_configuration({"--config", folder.write("tined.yaml", yaml)}, {});
    BOOST_TEST_REQUIRE(read.has_value());
    return std::move(*read);
}

/// What the child finds; the loop goes on meanwhile.
std::optional<Failure> preflight(Configuration& configuration,
                                 const std::optional<Identity>& identity, SiteTests tests,
                                 const Sandbox* sandbox = nullptr) {
    MasterLoop loop;
    Children children;
    Preflight preflight(loop, children);
    std::optional<std::optional<Failure>> found;
    auto why = preflight.begin(configuration, identity, sandbox, tests,
                               [&](std::optional<Failure> failure) { found = std::move(failure); });
    BOOST_TEST(!why.has_value());
    // In the daemon SIGCHLD wakes the loop.
    const auto looking = loop.every(std::chrono::milliseconds(1), [&] { children.reap(); });
    while (!found) loop.run_once();
    return *found;
}

constexpr std::string_view with_tests =
    "routes: [{path: /, text: a}]\n"
    "tests:\n"
    "  - {request: GET /, expect: {status: 200}}\n"
    "  - {request: GET /, expect: {status: 404}}\n"
    "  - {request: GET /none, expect: {status: 200}}\n";

BOOST_AUTO_TEST_CASE(a_site_that_can_be_read_is_no_failure) {
    const tests::TemporaryFolder folder;
    const auto configuration = read(folder, with_tests);
    BOOST_TEST(!preflight(*configuration, std::nullopt, SiteTests::skip).has_value());
}

BOOST_AUTO_TEST_CASE(one_that_is_cancelled_is_killed_and_tells_nothing) {
    const tests::TemporaryFolder folder;
    const auto configuration = read(folder, with_tests);
    MasterLoop loop;
    Children children;
    Preflight preflight(loop, children);
    bool is_done = false;
    BOOST_TEST(!preflight.begin(*configuration, std::nullopt, nullptr, SiteTests::run,
                                [&](const std::optional<Failure>&) { is_done = true; }));
    preflight.cancel();
    BOOST_TEST(::waitpid(-1, nullptr, 0) > 0);
    children.reap();
    BOOST_TEST(!is_done);
}

BOOST_AUTO_TEST_CASE(each_test_of_the_site_that_fails_is_a_line) {
    const tests::TemporaryFolder folder;
    const auto configuration = read(folder, with_tests);
    const auto failure = preflight(*configuration, std::nullopt, SiteTests::run);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST((failure->code == ExitCode::wrong_configuration));
    BOOST_TEST_REQUIRE(failure->lines.size() == 2u);
    BOOST_TEST(failure->lines[0].find("tined.yaml:4:5: tests[1]: GET /: ") != std::string::npos);
    BOOST_TEST(failure->lines[1].find("tined.yaml:5:5: tests[2]: GET /none: ") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_tests_are_asked_within_the_workers_sandbox) {
    const tests::TemporaryFolder folder;
    folder.write("files/a.txt", "a");
    const auto configuration = read(folder,
                                    "static: {/s/: files}\n"
                                    "tests: [{request: GET /s/a.txt, expect: {status: 200}}]\n");
    const auto right = Sandbox::make(worker_reach(*configuration));
    BOOST_TEST(!preflight(*configuration, std::nullopt, SiteTests::run, &*right).has_value());
    const auto without_the_folder = Sandbox::make({});
    const auto failure =
        preflight(*configuration, std::nullopt, SiteTests::run, &*without_the_folder);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->lines[0].find("tests[0]: GET /s/a.txt: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_the_workers_user_cannot_read_is_told_with_the_user) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const tests::TemporaryFolder folder;
    folder.write("files/a.txt", "a");
    BOOST_TEST_REQUIRE(::chmod((folder.path() / "files").c_str(), 0700) == 0);
    const auto configuration = read(folder, "static: {/s/: files}\n");
    const auto identity = find_identity(std::nullopt);
    BOOST_TEST_REQUIRE(identity.has_value());
    const auto failure = preflight(*configuration, *identity, SiteTests::skip);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST_REQUIRE(failure->lines.size() == 1u);
    BOOST_TEST(failure->lines[0].ends_with("(as user nobody)"));
    BOOST_TEST(::geteuid() == 0u);  // only the child became somebody else
}

BOOST_AUTO_TEST_CASE(a_spool_that_is_no_folder_or_not_there_is_told) {
    const tests::TemporaryFolder folder;
    const std::string file = folder.write("file", "");
    const auto with_file = read(folder, "spool: " + file + "\n");
    auto failure = preflight(*with_file, std::nullopt, SiteTests::skip);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST_REQUIRE(failure->lines.size() == 1u);
    BOOST_TEST(failure->lines[0] == "spool: " + file + " is not a folder");

    const auto with_none = read(folder, "spool: " + file + "2\n");
    failure = preflight(*with_none, std::nullopt, SiteTests::skip);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->lines[0] == "spool: write into " + file + "2: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_spool_that_the_workers_user_cannot_write_is_told_with_the_user) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const tests::TemporaryFolder folder;
    folder.write("spool/a", "");
    const auto spool = folder.path() / "spool";
    BOOST_TEST_REQUIRE(::chmod(spool.c_str(), 0755) == 0);
    const auto configuration = read(folder, "spool: " + spool.string() + "\n");
    const auto identity = find_identity(std::nullopt);
    BOOST_TEST_REQUIRE(identity.has_value());
    const auto failure = preflight(*configuration, *identity, SiteTests::skip);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST_REQUIRE(failure->lines.size() == 1u);
    BOOST_TEST(failure->lines[0] ==
               "spool: write into " + spool.string() + ": Permission denied (as user nobody)");
}

}  // namespace
}  // namespace tined::daemon
