#include "handlers/local_name.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

using tined::handlers::is_local_name;

BOOST_AUTO_TEST_SUITE(local_name)

BOOST_AUTO_TEST_CASE(addresses_and_names_that_no_stranger_can_have_are_local) {
    for (const char* const name :
         {"localhost", "localhost:8888", "LOCALHOST", "app.localhost", "127.0.0.1:80", "10.1.2.3",
          "203.0.113.9", "[::1]:8888", "devbox", "vm.local", "a.b.test", "x.internal", "nas.lan",
          "printer.home.arpa", "localhost.", ""}) {
        BOOST_TEST(is_local_name(name), name);
    }
}

BOOST_AUTO_TEST_CASE(names_that_somebody_may_have_are_not) {
    for (const char* const name :
         {"evil.example", "evil.com:8888", "127.0.0.1.evil.com", "localhost.evil.com", "evil.com.",
          "1.2.3", "local.com", "xlocal.net"}) {
        BOOST_TEST(!is_local_name(name), name);
    }
}

BOOST_AUTO_TEST_CASE(the_machines_own_name_is_local) {
    char own[256] = {};
    BOOST_TEST_REQUIRE(::gethostname(own, sizeof own - 1) == 0);
    BOOST_TEST(is_local_name(own));
    BOOST_TEST(is_local_name(std::string(own) + ":80"));
}

BOOST_AUTO_TEST_SUITE_END()
