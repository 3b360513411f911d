#include "daemon/sockets/fd_store.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "daemon/sockets/unix_name.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

struct Fixture {
    Fixture() {
        const auto name = unix_name(path).value();
        BOOST_TEST_REQUIRE(::bind(manager.get(), name.get(), name.length) == 0);
    }
    /// All that was told since the last time, each in one line.
    std::string heard() const {
        std::string all;
        char text[256];
        for (;;) {
            const auto got = ::recv(manager.get(), text, sizeof text, 0);
            if (got < 0) return all;
            std::string one(text, static_cast<std::size_t>(got));
            one.replace(one.find('\n'), 1, " ");
            all += one + ";";
        }
    }
    PassedOn socket(const std::string& name) const { return {manager.get(), name}; }

    tests::TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "notify";
    base::Descriptor manager{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    systemd::Notifier notifier{path.native()};
};

BOOST_AUTO_TEST_CASE(what_is_new_is_stored_and_what_is_wanted_no_more_is_removed_first) {
    Fixture fixture;
    FdStore store(fixture.notifier, 10);
    BOOST_TEST(store.is_there());
    BOOST_TEST(store.hold({fixture.socket("a0-s0"), fixture.socket("a0-s1")}));
    BOOST_TEST(fixture.heard() == "FDSTORE=1 FDNAME=a0-s0;FDSTORE=1 FDNAME=a0-s1;");
    BOOST_TEST(store.hold({fixture.socket("a0-s0"), fixture.socket("a1-s0")}));
    BOOST_TEST(fixture.heard() == "FDSTOREREMOVE=1 FDNAME=a0-s1;FDSTORE=1 FDNAME=a1-s0;");
}

BOOST_AUTO_TEST_CASE(what_an_older_master_stored_is_not_stored_again) {
    Fixture fixture;
    FdStore store(fixture.notifier, 10);
    store.know({"a0-s0", "a9-s9"});
    BOOST_TEST(store.hold({fixture.socket("a0-s0")}));
    BOOST_TEST(fixture.heard() == "FDSTOREREMOVE=1 FDNAME=a9-s9;");
}

BOOST_AUTO_TEST_CASE(what_finds_no_room_is_left_out_and_told) {
    Fixture fixture;
    FdStore store(fixture.notifier, 1);
    BOOST_TEST(!store.hold({fixture.socket("a0-s0"), fixture.socket("a0-s1")}));
    BOOST_TEST(fixture.heard() == "FDSTORE=1 FDNAME=a0-s0;");
}

BOOST_AUTO_TEST_CASE(without_a_store_or_a_manager_nothing_is_told) {
    Fixture fixture;
    FdStore none(fixture.notifier, 0);
    BOOST_TEST(!none.is_there());
    BOOST_TEST(none.hold({fixture.socket("a0-s0")}));
    BOOST_TEST(fixture.heard() == "");
    systemd::Notifier mute;
    BOOST_TEST(!FdStore(mute, 10).is_there());
}

}  // namespace
}  // namespace tined::daemon
