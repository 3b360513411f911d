#include "daemon/control/control_path.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstdlib>

#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

namespace fs = std::filesystem;

/// A variable for the time of a test; unset without a value.
class Variable {
public:
    explicit Variable(const char* name, const char* value = nullptr) : name_(name) {
        value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    }
    ~Variable() { ::unsetenv(name_); }

private:
    const char* name_;
};

BOOST_AUTO_TEST_CASE(the_path_that_the_file_names_is_the_masters_and_the_first_that_is_looked_at) {
    const Variable runtime("RUNTIME_DIRECTORY", "/run/other");
    BOOST_TEST(control_path("/a/b.sock", "tined.yaml") == fs::path("/a/b.sock"));
    const auto candidates = control_candidates("/a/b.sock", "tined.yaml");
    BOOST_TEST_REQUIRE(candidates.size() >= 2u);
    BOOST_TEST(candidates[0] == fs::path("/a/b.sock"));
    BOOST_TEST(candidates[1] == fs::path("/run/other/control.sock"));
}

BOOST_AUTO_TEST_CASE(no_place_is_looked_at_twice) {
    const Variable runtime("RUNTIME_DIRECTORY", "/run/tined");
    auto candidates = control_candidates("/run/tined/control.sock", "tined.yaml");
    std::ranges::sort(candidates);
    BOOST_TEST((std::ranges::adjacent_find(candidates) == candidates.end()));
}

BOOST_AUTO_TEST_CASE(a_folder_of_somebody_else_in_tmp_is_not_used) {
    const fs::path folder = fmt::format("/tmp/tined-{}", ::geteuid());
    BOOST_TEST_REQUIRE(!fs::exists(folder), "this test makes " << folder);
    BOOST_TEST(make_folder_of(folder / "control.sock").has_value());
    BOOST_TEST((fs::status(folder).permissions() == fs::perms::owner_all));
    fs::permissions(folder, fs::perms::owner_all | fs::perms::group_write);
    const auto open = make_folder_of(folder / "control.sock");
    fs::remove(folder);
    BOOST_TEST_REQUIRE(!open.has_value());
    BOOST_TEST(open.error().code() == EPERM);
}

BOOST_AUTO_TEST_CASE(a_service_has_it_in_the_first_of_its_runtime_folders) {
    const Variable runtime("RUNTIME_DIRECTORY", "/run/site:/run/more");
    BOOST_TEST(control_path({}, "tined.yaml") == fs::path("/run/site/control.sock"));
}

BOOST_AUTO_TEST_CASE(others_have_one_for_each_file_by_its_real_path) {
    const Variable runtime("RUNTIME_DIRECTORY");
    const tests::TemporaryFolder folder;
    const Variable user("XDG_RUNTIME_DIR", folder.path().c_str());
    const std::string file = folder.write("tined.yaml", "");
    fs::create_symlink(file, folder.path() / "link.yaml");
    const auto path = control_path({}, file);
    BOOST_TEST(path.filename().string().starts_with("control-"));
    BOOST_TEST(path.filename().string().size() == std::string("control-.sock").size() + 16);
    BOOST_TEST((path.parent_path() == (::geteuid() == 0 ? fs::path("/run/tined") : folder.path())));
    BOOST_TEST((control_path({}, (folder.path() / "link.yaml").string()) == path));
    BOOST_TEST((control_path({}, folder.write("other.yaml", "")) != path));
}

BOOST_AUTO_TEST_CASE(a_command_looks_there_and_where_the_services_have_theirs) {
    const Variable runtime("RUNTIME_DIRECTORY", "/run/site");
    const Variable user("XDG_RUNTIME_DIR", "/run/user/7");
    const auto candidates = control_candidates({}, "tined.yaml");
    BOOST_TEST_REQUIRE(candidates.size() >= 3u);
    BOOST_TEST(candidates[0] == fs::path("/run/site/control.sock"));
    BOOST_TEST(candidates[1].filename().string().starts_with("control-"));
    BOOST_TEST(candidates[2] == fs::path("/run/tined/control.sock"));
}

BOOST_AUTO_TEST_CASE(the_real_path_of_what_is_not_there_is_known_as_far_as_it_is) {
    BOOST_TEST(real_path("/no/such/file.yaml") == "/no/such/file.yaml");
    const tests::TemporaryFolder folder;
    fs::create_directory_symlink(folder.path(), folder.path() / "link");
    BOOST_TEST(real_path((folder.path() / "link/gone.yaml").string()) ==
               (fs::canonical(folder.path()) / "gone.yaml").string());
}

}  // namespace
}  // namespace tined::daemon
