#include "daemon/service_notices.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "daemon/sockets/unix_name.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

struct Fixture {
    Fixture() {
        const auto name = unix_name(path).value();
        BOOST_TEST_REQUIRE(::bind(manager.get(), name.get(), name.length) == 0);
    }
    ~Fixture() { ::unsetenv("WATCHDOG_USEC"); }

    /// All that has been told, each followed by a semicolon.
    std::string heard() const {
        std::string all;
        char text[512];
        for (;;) {
            const auto got = ::recv(manager.get(), text, sizeof text, 0);
            if (got < 0) return all;
            all += std::string(text, static_cast<std::size_t>(got)) + ";";
        }
    }
    void run_for(std::chrono::milliseconds time) {
        const auto end = MasterLoop::Clock::now() + time;
        while (MasterLoop::Clock::now() < end) {
            const auto due = loop.after(5ms, [] {});
            loop.run_once();
        }
    }
    /// Runs until something was told.
    std::string next() {
        const auto end = MasterLoop::Clock::now() + 10s;
        std::string told;
        while ((told = heard()).empty() && MasterLoop::Clock::now() < end) run_for(5ms);
        return told;
    }

    tests::TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "notify";
    base::Descriptor manager{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    MasterLoop loop;
    std::string summary = "1 worker";
    bool is_any_fresh = true;
    ServiceNotices::Sources sources = {.summary = [this] { return summary; },
                                       .is_any_fresh = [this] { return is_any_fresh; },
                                       .patience = [] { return 0ms; }};
};

BOOST_AUTO_TEST_CASE(nothing_is_told_before_it_serves_and_then_the_status_when_it_changes) {
    Fixture fixture;
    ServiceNotices notices(fixture.loop, systemd::Notifier(fixture.path.native()), fixture.sources);
    BOOST_TEST(fixture.heard() == "");
    notices.ready();
    BOOST_TEST(fixture.heard() == "READY=1\nSTATUS=1 worker;");
    fixture.summary = "2 workers";
    BOOST_TEST(fixture.next() == "STATUS=2 workers;");
}

BOOST_AUTO_TEST_CASE(a_reload_is_told_from_its_beginning_to_its_end) {
    Fixture fixture;
    ServiceNotices notices(fixture.loop, systemd::Notifier(fixture.path.native()), fixture.sources);
    notices.ready();
    fixture.heard();
    notices.reloading();
    BOOST_TEST(fixture.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    notices.ready();
    BOOST_TEST(fixture.heard() == "READY=1\nSTATUS=1 worker;");
}

BOOST_AUTO_TEST_CASE(while_it_stops_it_asks_for_time_again_and_again) {
    Fixture fixture;
    ServiceNotices notices(fixture.loop, systemd::Notifier(fixture.path.native()), fixture.sources);
    notices.ready();
    fixture.heard();
    notices.stopping();
    BOOST_TEST(fixture.heard() == "STOPPING=1\nEXTEND_TIMEOUT_USEC=10000000;");
    BOOST_TEST(fixture.next() == "EXTEND_TIMEOUT_USEC=10000000;");
}

BOOST_AUTO_TEST_CASE(the_watchdog_is_told_as_long_as_any_worker_is_fresh) {
    Fixture fixture;
    ::setenv("WATCHDOG_USEC", "40000", 1);
    ServiceNotices notices(fixture.loop, systemd::Notifier(fixture.path.native()), fixture.sources);
    notices.ready();
    fixture.heard();
    BOOST_TEST(fixture.next() == "WATCHDOG=1;");
    fixture.is_any_fresh = false;
    fixture.run_for(30ms);
    fixture.heard();
    fixture.run_for(100ms);
    BOOST_TEST(fixture.heard() == "");
    fixture.is_any_fresh = true;
    BOOST_TEST(fixture.next() == "WATCHDOG=1;");
}

BOOST_AUTO_TEST_CASE(after_another_has_taken_over_it_is_silent) {
    Fixture fixture;
    ::setenv("WATCHDOG_USEC", "40000", 1);
    ServiceNotices notices(fixture.loop, systemd::Notifier(fixture.path.native()), fixture.sources);
    notices.ready();
    fixture.heard();
    notices.hand_over_to(17);
    BOOST_TEST(fixture.heard() == "MAINPID=17;");
    fixture.run_for(60ms);
    notices.ready();
    BOOST_TEST(fixture.heard() == "");
}

BOOST_AUTO_TEST_CASE(after_the_other_has_given_it_back_it_speaks_again) {
    Fixture fixture;
    ::setenv("WATCHDOG_USEC", "40000", 1);
    ServiceNotices notices(fixture.loop, systemd::Notifier(fixture.path.native()), fixture.sources);
    notices.take_back();
    BOOST_TEST(fixture.heard() == "");
    notices.ready();
    notices.hand_over_to(17);
    fixture.heard();
    notices.take_back();
    BOOST_TEST(fixture.next() == "WATCHDOG=1;");
}

}  // namespace
}  // namespace tined::daemon
