#include "config/listen_settings.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

std::vector<Listen> listen_of(Written& text) {
    std::vector<Listen> listen;
    read_listen(text.at("listen"), http::ForwardedBy::x_forwarded, listen);
    return listen;
}

BOOST_AUTO_TEST_SUITE(listen_settings)

BOOST_AUTO_TEST_CASE(one_address_may_stand_without_a_list) {
    Written text("listen: 0.0.0.0:80\n");
    const auto listen = listen_of(text);
    BOOST_REQUIRE(listen.size() == 1u);
    BOOST_TEST(to_string(listen[0].address) == "0.0.0.0:80");
    BOOST_TEST(to_string(listen[0].place) == "f:1:9");
}

BOOST_AUTO_TEST_CASE(a_socket_of_its_own_has_a_mode_in_octal_a_group_and_a_backlog) {
    Written text("listen: {address: unix:/a.sock, mode: 0660, group: web, backlog: 7}\n");
    const auto listen = listen_of(text);
    BOOST_REQUIRE(listen.size() == 1u);
    BOOST_CHECK(listen[0].mode == 0660u);
    BOOST_TEST(listen[0].group.value() == "web");
    BOOST_TEST(listen[0].backlog == 7);
}

BOOST_AUTO_TEST_CASE(a_good_address_is_kept_beside_a_bad_one) {
    Written text("listen: [nothing, 127.0.0.1:80]\n");
    BOOST_TEST(listen_of(text).size() == 1u);
    BOOST_TEST(text.problems.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_same_address_twice_names_both_places) {
    Written text("listen: [127.0.0.1:80, 127.0.0.1:80]\n");
    listen_of(text);
    BOOST_TEST(text.said() == "f:1:24: listen[1]: the same address is at f:1:10\n");
}

BOOST_AUTO_TEST_CASE(two_free_ports_are_two_addresses) {
    Written text("listen: [127.0.0.1:0, 127.0.0.1:0]\n");
    BOOST_TEST(listen_of(text).size() == 2u);
    BOOST_TEST(text.said() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
