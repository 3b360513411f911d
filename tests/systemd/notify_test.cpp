#include "systemd/notify.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "tests/support/temporary_folder.hpp"

namespace tined::systemd {
namespace {

/// The manager's end: a datagram socket at a path or an abstract name.
class Manager {
public:
    explicit Manager(const std::string& address) {
        sockaddr_un name = {};
        name.sun_family = AF_UNIX;
        address.copy(name.sun_path, address.size());
        const bool is_abstract = address.front() == '@';
        if (is_abstract) name.sun_path[0] = '\0';
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                                   address.size() + (is_abstract ? 0 : 1));
        BOOST_TEST_REQUIRE(
            ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&name), length) == 0);
    }

    struct Heard {
        std::string state;
        base::Descriptor descriptor;
    };
    std::optional<Heard> hear() const {
        char text[4096];
        iovec part = {.iov_base = text, .iov_len = sizeof text};
        alignas(cmsghdr) std::byte room[CMSG_SPACE(sizeof(int))] = {};
        msghdr message = {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = room;
        message.msg_controllen = sizeof room;
        const auto got = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
        if (got < 0) return std::nullopt;
        Heard heard = {std::string(text, static_cast<std::size_t>(got)), base::Descriptor()};
        if (const cmsghdr* const head = CMSG_FIRSTHDR(&message)) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
            heard.descriptor.reset(descriptor);
        }
        return heard;
    }
    std::string hear_state() const {
        const auto heard = hear();
        return heard ? heard->state : "(nothing)";
    }

private:
    base::Descriptor socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
};

struct Fixture {
    tests::TemporaryFolder folder;
    std::string path = folder.path() / "notify";
    Manager manager{path};
};

BOOST_AUTO_TEST_CASE(a_state_arrives_as_it_was_told) {
    const Fixture fixture;
    Notifier notifier(fixture.path);
    notifier.tell(ready() + "\n" + status("4 workers"));
    BOOST_TEST(fixture.manager.hear_state() == "READY=1\nSTATUS=4 workers");
    BOOST_TEST(fixture.manager.hear_state() == "(nothing)");
}

BOOST_AUTO_TEST_CASE(the_abstract_namespace_is_understood) {
    const std::string name = "@tined-notify-test-" + std::to_string(::getpid());
    const Manager manager(name);
    Notifier(name).tell(stopping());
    BOOST_TEST(manager.hear_state() == "STOPPING=1");
}

BOOST_AUTO_TEST_CASE(without_an_address_it_is_mute_and_takes_everything) {
    Notifier notifier;
    BOOST_TEST(notifier.is_mute());
    notifier.tell(ready());
    BOOST_TEST(!notifier.is_pending());
}

BOOST_AUTO_TEST_CASE(an_address_that_is_none_makes_it_mute) {
    BOOST_TEST(Notifier("notify").is_mute());
    BOOST_TEST(Notifier("").is_mute());
    BOOST_TEST(Notifier("vsock:2:1234").is_mute());
    std::string longest = "/";
    longest.append(200, 'a');
    BOOST_TEST(Notifier(longest).is_mute());
}

BOOST_AUTO_TEST_CASE(the_environment_names_the_socket) {
    const Fixture fixture;
    ::setenv("NOTIFY_SOCKET", fixture.path.c_str(), 1);
    Notifier::from_environment().tell(watchdog());
    ::unsetenv("NOTIFY_SOCKET");
    BOOST_TEST(fixture.manager.hear_state() == "WATCHDOG=1");
    BOOST_TEST(Notifier::from_environment().is_mute());
}

BOOST_AUTO_TEST_CASE(a_manager_that_is_gone_disturbs_nobody) {
    const tests::TemporaryFolder folder;
    Notifier notifier((folder.path() / "nobody").string());
    notifier.tell(ready());
    BOOST_TEST(!notifier.is_pending());
}

BOOST_AUTO_TEST_CASE(a_status_is_one_line) {
    BOOST_TEST(status("a\nREADY=1") == "STATUS=a READY=1");
}

BOOST_AUTO_TEST_CASE(reloading_tells_the_monotonic_time) {
    const std::string text = reloading();
    BOOST_TEST(text.starts_with("RELOADING=1\nMONOTONIC_USEC="));
    const auto told = std::stoll(text.substr(text.rfind('=') + 1));
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                         std::chrono::steady_clock::now().time_since_epoch())
                         .count();
    BOOST_TEST(told <= now);
    BOOST_TEST(told > now - 60'000'000);
}

BOOST_AUTO_TEST_CASE(the_other_states_are_as_the_manual_writes_them) {
    BOOST_TEST(extend_timeout(std::chrono::seconds(2)) == "EXTEND_TIMEOUT_USEC=2000000");
    BOOST_TEST(main_pid(17) == "MAINPID=17");
    BOOST_TEST(store("a0-s1") == "FDSTORE=1\nFDNAME=a0-s1");
    BOOST_TEST(remove_from_store("a0-s1") == "FDSTOREREMOVE=1\nFDNAME=a0-s1");
}

BOOST_AUTO_TEST_CASE(a_descriptor_goes_with_its_message) {
    const Fixture fixture;
    Notifier notifier(fixture.path);
    auto pipe = base::make_pipe().value();
    notifier.tell(store("a0-s0"), pipe.writer.get());
    pipe.writer.reset();
    const auto heard = fixture.manager.hear();
    BOOST_TEST_REQUIRE(heard.has_value());
    BOOST_TEST_REQUIRE(static_cast<bool>(heard->descriptor));
    BOOST_TEST(base::write_whole(heard->descriptor.get(), "x").has_value());
    char byte = 0;
    BOOST_TEST(::read(pipe.reader.get(), &byte, 1) == 1);
    BOOST_TEST(byte == 'x');
}

BOOST_AUTO_TEST_CASE(what_finds_no_room_is_kept_in_order_and_goes_later_with_its_descriptor) {
    const Fixture fixture;
    Notifier notifier(fixture.path);
    int told = 0;
    while (!notifier.is_pending()) notifier.tell("N=" + std::to_string(told++));
    auto pipe = base::make_pipe().value();
    notifier.tell(store("late"), pipe.writer.get());
    pipe.writer.reset();
    int heard = 0;
    for (; heard < told; ++heard) {
        BOOST_TEST_REQUIRE(fixture.manager.hear_state() == "N=" + std::to_string(heard));
        notifier.flush();
    }
    BOOST_TEST(!notifier.is_pending());
    const auto last = fixture.manager.hear();
    BOOST_TEST_REQUIRE(last.has_value());
    BOOST_TEST(last->state == "FDSTORE=1\nFDNAME=late");
    BOOST_TEST(static_cast<bool>(last->descriptor));
}

BOOST_AUTO_TEST_CASE(the_watchdog_is_for_the_process_that_it_names) {
    using std::chrono::microseconds;
    ::unsetenv("WATCHDOG_USEC");
    BOOST_TEST(watchdog_interval().count() == 0);
    ::setenv("WATCHDOG_USEC", "3000000", 1);
    ::unsetenv("WATCHDOG_PID");
    BOOST_TEST(watchdog_interval().count() == 3'000'000);
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    BOOST_TEST(watchdog_interval().count() == 3'000'000);
    ::setenv("WATCHDOG_PID", "1", 1);
    BOOST_TEST(watchdog_interval().count() == 0);
    ::unsetenv("WATCHDOG_PID");
    ::setenv("WATCHDOG_USEC", "soon", 1);
    BOOST_TEST(watchdog_interval().count() == 0);
    ::setenv("WATCHDOG_USEC", "18446744073709551615", 1);
    BOOST_TEST(watchdog_interval().count() == 0);
    ::unsetenv("WATCHDOG_USEC");
}

BOOST_AUTO_TEST_CASE(the_store_has_the_size_that_is_said) {
    ::unsetenv("FDSTORE");
    BOOST_TEST(store_size() == 0u);
    ::setenv("FDSTORE", "4096", 1);
    BOOST_TEST(store_size() == 4096u);
    ::unsetenv("FDSTORE");
}

}  // namespace
}  // namespace tined::systemd
