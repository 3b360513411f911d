#include "daemon/sandbox/capabilities.hpp"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <fstream>
#include <string>

#include "tests/support/in_a_child.hpp"

namespace tined::daemon {
namespace {

using tests::in_a_child;

constexpr std::uint64_t five =
    1 << CAP_KILL | 1 << CAP_SETUID | 1 << CAP_SETGID | 1 << CAP_NET_BIND_SERVICE | 1 << CAP_CHOWN;

/// Of /proc/self/status, as proc(5) writes it.
std::uint64_t set(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string key, value; status >> key;) {
        if (key != name + ":") continue;
        status >> value;
        return std::stoull(value, nullptr, 16);
    }
    return ~std::uint64_t{0};
}

BOOST_AUTO_TEST_CASE(the_master_keeps_five_of_roots_and_its_programs_get_no_more) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const int wrong = in_a_child([] {
        if (!keep_masters_capabilities()) return 1;
        if (set("CapPrm") != five || set("CapEff") != five) return 2;
        if (set("CapBnd") != five || set("CapInh") != 0) return 3;
        return keep_masters_capabilities() ? 0 : 4;  // again: an upgraded master does
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(of_what_a_service_manager_gave_a_user_the_five_stay_ambient) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const int wrong = in_a_child([] {
        constexpr std::uint64_t given = 1 << CAP_NET_BIND_SERVICE | 1 << CAP_NET_RAW;
        // As systemd does it: keep them over the change of the user, then raise them.
        ::prctl(PR_SET_KEEPCAPS, 1);
        if (::setresuid(65534, 65534, 65534) != 0) return 1;
        __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct words[2] = {{given, given, given}, {0, 0, 0}};
        if (::syscall(SYS_capset, &header, words) != 0) return 2;
        for (const int capability : {CAP_NET_BIND_SERVICE, CAP_NET_RAW}) {
            if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0) return 3;
        }
        if (!keep_masters_capabilities()) return 4;
        constexpr std::uint64_t kept = 1 << CAP_NET_BIND_SERVICE;
        if (set("CapPrm") != kept || set("CapEff") != kept || set("CapAmb") != kept) return 5;
        if (!give_up_capabilities()) return 6;
        for (const char* const name : {"CapPrm", "CapEff", "CapInh", "CapAmb"}) {
            if (set(name) != 0) return 7;
        }
        return 0;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_that_stays_root_keeps_nothing) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const int wrong = in_a_child([] {
        if (!keep_masters_capabilities() || !give_up_capabilities()) return 1;
        if (set("CapPrm") != 0 || set("CapEff") != 0) return 2;
        return ::setuid(65534) != 0 ? 0 : 3;  // not even that
    });
    BOOST_TEST(wrong == 0);
}

}  // namespace
}  // namespace tined::daemon
