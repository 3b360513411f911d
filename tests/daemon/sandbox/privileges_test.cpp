#include "daemon/sandbox/privileges.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "tests/support/in_a_child.hpp"

namespace tined::daemon {
namespace {

using tests::in_a_child;

BOOST_AUTO_TEST_CASE(who_is_not_root_becomes_nobody_else) {
    const int code = in_a_child([] {
        if (::geteuid() == 0 && ::setuid(65534) != 0) return 1;
        const auto identity = find_identity(config::Account{.user = "root", .group = {}});
        return identity.has_value() && !identity->has_value() ? 0 : 2;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(root_becomes_nobody_for_good_unless_told_otherwise) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const int code = in_a_child([] {
        const auto identity = find_identity(std::nullopt);
        if (!identity || !*identity || (*identity)->user != "nobody") return 1;
        if (!become(**identity)) return 2;
        if (::getuid() != (*identity)->uid || ::getgid() != (*identity)->gid) return 3;
        return ::setuid(0) == 0 || ::setgid(0) == 0 ? 4 : 0;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(a_group_that_is_named_is_the_only_one) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const int code = in_a_child([] {
        const auto identity = find_identity(config::Account{.user = "daemon", .group = "sys"});
        if (!identity || !*identity || !become(**identity)) return 1;
        gid_t groups[8] = {};
        return ::getgroups(8, groups) == 1 && groups[0] == ::getgid() ? 0 : 2;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(an_account_that_is_not_there_is_a_wrong_configuration) {
    BOOST_TEST_REQUIRE(::geteuid() == 0, "this test needs root");
    const auto user = find_identity(config::Account{.user = "no-such-user", .group = {}});
    BOOST_TEST_REQUIRE(!user.has_value());
    BOOST_TEST((user.error().code == ExitCode::wrong_configuration));
    BOOST_TEST(user.error().lines.front() == "user: there is no user \"no-such-user\"");
    const auto group = find_identity(config::Account{.user = "nobody", .group = "no-such-group"});
    BOOST_TEST_REQUIRE(!group.has_value());
    BOOST_TEST(group.error().lines.front() == "user: there is no group \"no-such-group\"");
}

}  // namespace
}  // namespace tined::daemon
