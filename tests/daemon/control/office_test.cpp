#include "daemon/control/office.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "base/descriptor.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

namespace fs = std::filesystem;

struct Nobody final : Control::Master {
    Status status() const override { return {}; }
    void begin_reload(Control::OnReport) override {}
    void begin_upgrade(bool, Control::OnReport) override {}
    void list_tasks(TaskSurvey::OnReport) override {}
    void begin_stop() override {}
};

struct Fixture {
    static config::Settings settings(const fs::path& wanted, const fs::path& wanted_control) {
        config::Settings settings;
        settings.pid_file = wanted;
        settings.control = wanted_control;
        return settings;
    }
    /// Claims and takes: what went wrong, or "".
    std::string have(const fs::path& wanted, const fs::path& wanted_control) {
        auto claim = office.claim(settings(wanted, wanted_control), "f", false);
        if (!claim) return claim.error().lines.front();
        const auto why = office.take(std::move(*claim));
        return why ? why->lines.front() : "";
    }
    std::string held_in(const fs::path& path) const {
        return base::read_whole(path.string(), 100).value_or("none");
    }

    tests::TemporaryFolder folder;
    fs::path pid_file = folder.path() / "pid";
    fs::path control = folder.path() / "control.sock";
    std::string own = std::to_string(::getpid()) + "\n";
    MasterLoop loop;
    Nobody nobody;
    Office office{loop, nobody};
};

BOOST_FIXTURE_TEST_SUITE(office_of_the_master, Fixture)

BOOST_AUTO_TEST_CASE(a_claim_changes_nothing_and_leaves_nothing) {
    folder.write("pid", "1\n");
    {
        const auto claim = office.claim(settings(pid_file, control), "f", false);
        BOOST_TEST_REQUIRE(claim.has_value());
        BOOST_TEST(held_in(pid_file) == "1\n");
        BOOST_TEST(!fs::exists(control));
    }
    BOOST_TEST(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(both_are_taken_moved_and_left) {
    BOOST_TEST(have(pid_file, control) == "");
    BOOST_TEST(held_in(pid_file) == own);
    BOOST_TEST(fs::is_socket(control));
    const auto other = folder.path() / "other";
    BOOST_TEST(have(other, folder.path() / "other.sock") == "");
    BOOST_TEST(held_in(other) == own);
    BOOST_TEST(!fs::exists(pid_file));
    BOOST_TEST(!fs::exists(control));
    office.leave(0);
    BOOST_TEST(fs::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(after_a_failure_of_either_all_is_as_it_was) {
    BOOST_TEST(have(pid_file, control) == "");
    const auto nowhere = folder.path() / "no" / "such" / "folder";
    BOOST_TEST(have(nowhere, control).starts_with("pid_file: "));
    BOOST_TEST(have(folder.path() / "other", nowhere).starts_with("control: "));
    BOOST_TEST(held_in(pid_file) == own);
    BOOST_TEST(fs::is_socket(control));
    BOOST_TEST(!fs::exists(folder.path() / "other"));
}

BOOST_AUTO_TEST_CASE(what_fails_after_the_claim_changes_nothing_either) {
    BOOST_TEST(have(pid_file, control) == "");
    const auto other = folder.path() / "other";
    const auto other_control = folder.path() / "other.sock";
    auto claim = office.claim(settings(other, other_control), "f", false);
    BOOST_TEST_REQUIRE(claim.has_value());
    fs::create_directory(other_control);
    BOOST_TEST(office.take(std::move(*claim)).value().lines.front().starts_with("control: "));
    BOOST_TEST(held_in(pid_file) == own);
    BOOST_TEST(fs::is_socket(control));
    BOOST_TEST(!fs::exists(other));
}

BOOST_AUTO_TEST_CASE(what_somebody_has_removed_or_replaced_is_made_again) {
    BOOST_TEST(have(pid_file, control) == "");
    folder.write("pid", "1\n");
    fs::remove(control);
    BOOST_TEST(have(pid_file, control) == "");
    BOOST_TEST(held_in(pid_file) == own);
    BOOST_TEST(fs::is_socket(control));
    office.leave(0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
