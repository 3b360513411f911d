#include "daemon/debug/edits.hpp"

#include <boost/test/unit_test.hpp>

using tined::daemon::first_not_of_this_host;

BOOST_AUTO_TEST_SUITE(edits)

BOOST_AUTO_TEST_CASE(what_can_be_met_from_another_host_is_neither_loopback_nor_a_file) {
    BOOST_TEST(first_not_of_this_host({"http://127.0.0.1:80/", "http://127.9.9.9:80/",
                                       "http://[::1]:80/", "unix:/run/x"}) == "");
    BOOST_TEST(first_not_of_this_host({"http://127.0.0.1:80/", "http://0.0.0.0:81/"}) ==
               "http://0.0.0.0:81/");
    BOOST_TEST(first_not_of_this_host({"http://[::]:80/"}) == "http://[::]:80/");
    BOOST_TEST(first_not_of_this_host({"http://192.0.2.1:80/"}) == "http://192.0.2.1:80/");
    BOOST_TEST(first_not_of_this_host({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
