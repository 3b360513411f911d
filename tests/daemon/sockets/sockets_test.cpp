#include "daemon/sockets/sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "base/text.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using config::Listen;

Listen tcp(std::uint16_t port = 0, std::string host = "127.0.0.1") {
    Listen listen;
    listen.address = config::TcpAddress{std::move(host), port};
    return listen;
}

Listen unix_at(const std::string& path) {
    Listen listen;
    listen.address = config::UnixAddress{path};
    return listen;
}

std::uint16_t port_of(const std::string& url) {
    return base::parse_integer<std::uint16_t>(
               url.substr(url.rfind(':') + 1, url.rfind('/') - url.rfind(':') - 1))
        .value();
}

/// 0, or the errno of a connection to 127.0.0.1.
int connect_to(std::uint16_t port) {
    const base::Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in name = {};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int result = ::connect(client.get(), reinterpret_cast<sockaddr*>(&name), sizeof name);
    return result == 0 ? 0 : errno;
}

bool is_listening(const base::Descriptor& socket) {
    int is_listening = 0;
    socklen_t length = sizeof is_listening;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &length) == 0 &&
           is_listening != 0;
}

BOOST_AUTO_TEST_CASE(each_slot_has_its_socket_of_one_port) {
    Sockets sockets;
    const auto plan = sockets.prepare({tcp()}, 3);
    BOOST_TEST_REQUIRE(plan.has_value());
    const auto urls = sockets.urls(*plan);
    BOOST_TEST_REQUIRE(urls.size() == 1u);
    BOOST_TEST(port_of(urls[0]) != 0);
    auto taken = sockets.take(*plan, 1);
    BOOST_TEST_REQUIRE(taken.size() == 1u);
    sockaddr_in name = {};
    socklen_t length = sizeof name;
    BOOST_TEST(::getsockname(taken[0].socket.get(), reinterpret_cast<sockaddr*>(&name), &length) ==
               0);
    BOOST_TEST(ntohs(name.sin_port) == port_of(urls[0]));
}

BOOST_AUTO_TEST_CASE(an_address_that_is_held_is_found_out_even_with_so_reuseport) {
    Sockets first;
    const auto plan = first.prepare({tcp()}, 2);
    BOOST_TEST_REQUIRE(plan.has_value());
    const std::uint16_t port = port_of(first.urls(*plan)[0]);
    Sockets second;
    const auto refused = second.prepare({tcp(port)}, 2);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().code == ExitCode::failed_at_work));
    BOOST_TEST(refused.error().lines.front().find("in use") != std::string::npos);
}

Sockets::Plan put_in_service(Sockets& sockets, const std::vector<Listen>& wanted, unsigned slots) {
    auto plan = sockets.prepare(wanted, slots);
    BOOST_TEST_REQUIRE(plan.has_value());
    sockets.commit(*plan);
    return std::move(*plan);
}

/// How many connections wait to be accepted.
int queued(int socket) {
    tcp_info info = {};
    socklen_t length = sizeof info;
    BOOST_TEST(::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) == 0);
    return static_cast<int>(info.tcpi_unacked);
}

/// `count` connections that stay in the queue that they come to.
void knock(std::uint16_t port, int count) {
    for (int i = 0; i < count; ++i) BOOST_TEST_REQUIRE(connect_to(port) == 0);
}

BOOST_AUTO_TEST_CASE(every_socket_of_a_slot_listens_from_the_beginning) {
    Sockets sockets;
    const auto plan = put_in_service(sockets, {tcp(), tcp(0, "127.0.0.2")}, 2);
    BOOST_TEST(sockets.depth() == 2u);
    BOOST_TEST(sockets.of_slot(1).size() == 2u);
    const auto taken = sockets.take(plan, 1);
    BOOST_TEST_REQUIRE(taken.size() == 2u);
    for (const InheritedSocket& one : taken) BOOST_TEST(is_listening(one.socket));
}

BOOST_AUTO_TEST_CASE(slots_that_are_no_more_get_no_new_connections_and_can_be_closed_one_by_one) {
    Sockets sockets;
    const auto wide = put_in_service(sockets, {tcp()}, 4);
    const auto narrow = put_in_service(sockets, {tcp()}, 2);
    const std::uint16_t port = port_of(sockets.urls(narrow)[0]);
    BOOST_TEST(sockets.depth() == 4u);
    knock(port, 32);
    int in_service = 0;
    for (const unsigned slot : {0u, 1u}) in_service += queued(sockets.of_slot(slot)[0]);
    BOOST_TEST(in_service == 32);
    sockets.close_last();
    BOOST_TEST(sockets.depth() == 3u);
    sockets.close_last();
    BOOST_TEST(sockets.depth() == 2u);
    knock(port, 32);
    BOOST_TEST(queued(sockets.of_slot(0)[0]) + queued(sockets.of_slot(1)[0]) == 64);
}

BOOST_AUTO_TEST_CASE(slots_come_back_into_service_while_the_others_are_steered_away_from) {
    Sockets sockets;
    const auto wide = put_in_service(sockets, {tcp()}, 4);
    put_in_service(sockets, {tcp()}, 1);
    const auto again = put_in_service(sockets, {tcp()}, 3);
    knock(port_of(sockets.urls(again)[0]), 64);
    for (const unsigned slot : {0u, 1u, 2u}) BOOST_TEST(queued(sockets.of_slot(slot)[0]) > 0);
    BOOST_TEST(queued(sockets.of_slot(3)[0]) == 0);
}

BOOST_AUTO_TEST_CASE(sockets_that_are_not_in_service_yet_get_no_connections) {
    for (const unsigned before : {1u, 2u}) {
        Sockets sockets;
        const auto plan = put_in_service(sockets, {tcp()}, before);
        const auto next = sockets.prepare({tcp()}, 4);
        BOOST_TEST_REQUIRE(next.has_value());
        BOOST_TEST(sockets.has_uncommitted());
        BOOST_TEST(sockets.depth() == before);
        knock(port_of(sockets.urls(plan)[0]), 32);
        int in_service = 0;
        for (unsigned slot = 0; slot < before; ++slot) {
            in_service += queued(sockets.of_slot(slot)[0]);
        }
        BOOST_TEST(in_service == 32);
        sockets.commit(*next);
        knock(port_of(sockets.urls(plan)[0]), 64);
        BOOST_TEST(queued(sockets.of_slot(3)[0]) > 0);
    }
}

BOOST_AUTO_TEST_CASE(a_reload_keeps_the_sockets_and_the_free_port) {
    Sockets sockets;
    const auto before = sockets.prepare({tcp()}, 1);
    BOOST_TEST_REQUIRE(before.has_value());
    sockets.commit(*before);
    const auto after = sockets.prepare({tcp(), tcp(0, "127.0.0.2")}, 2);
    BOOST_TEST_REQUIRE(after.has_value());
    const auto urls = sockets.urls(*after);
    BOOST_TEST(urls[0] == sockets.urls(*before)[0]);
    BOOST_TEST(port_of(urls[0]) == port_of(urls[1]));
}

BOOST_AUTO_TEST_CASE(what_is_rolled_back_is_closed_and_the_rest_stays) {
    Sockets sockets;
    const auto before = sockets.prepare({tcp()}, 1);
    BOOST_TEST_REQUIRE(before.has_value());
    sockets.commit(*before);
    const auto after = sockets.prepare({tcp(), tcp(0, "127.0.0.2")}, 3);
    BOOST_TEST_REQUIRE(after.has_value());
    sockets.roll_back();
    BOOST_TEST(sockets.urls(*after).size() == 1u);
    BOOST_TEST(connect_to(port_of(sockets.urls(*before)[0])) == 0);
    BOOST_TEST(sockets.take(*before, 0).size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_address_that_a_commit_leaves_out_is_closed) {
    Sockets sockets;
    const auto before = sockets.prepare({tcp()}, 1);
    BOOST_TEST_REQUIRE(before.has_value());
    sockets.commit(*before);
    const std::uint16_t port = port_of(sockets.urls(*before)[0]);
    BOOST_TEST(connect_to(port) == 0);
    const auto after = sockets.prepare({tcp(0, "127.0.0.2")}, 1);
    BOOST_TEST_REQUIRE(after.has_value());
    sockets.commit(*after);
    // What has queued up there may still be accepted; what is new meets silence until then.
    BOOST_TEST(sockets.is_any_left());
    sockets.close_left();
    BOOST_TEST(connect_to(port) == ECONNREFUSED);
}

BOOST_AUTO_TEST_CASE(an_address_that_was_left_and_is_wanted_again_is_taken_back) {
    Sockets sockets;
    const auto first = put_in_service(sockets, {tcp()}, 2);
    const std::uint16_t port = port_of(sockets.urls(first)[0]);
    put_in_service(sockets, {tcp(0, "127.0.0.2")}, 2);
    const auto again = put_in_service(sockets, {tcp()}, 2);
    BOOST_TEST(port_of(sockets.urls(again)[0]) == port);
    BOOST_TEST(connect_to(port) == 0);
}

BOOST_AUTO_TEST_CASE(a_unix_socket_is_shared_by_all_slots_and_its_file_goes_at_the_end) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.path() / "a.sock";
    Sockets sockets;
    const auto plan = sockets.prepare({unix_at(path)}, 4);
    BOOST_TEST_REQUIRE(plan.has_value());
    BOOST_TEST(sockets.urls(*plan)[0] == "unix:" + path);
    BOOST_TEST(std::filesystem::exists(path));
    sockets.close();
    BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(a_unix_socket_of_a_failed_reload_leaves_no_file) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.path() / "a.sock";
    Sockets sockets;
    BOOST_TEST_REQUIRE(sockets.prepare({unix_at(path)}, 1).has_value());
    sockets.roll_back();
    BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(a_file_that_replaced_the_socket_is_not_removed) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.path() / "a.sock";
    Sockets sockets;
    BOOST_TEST_REQUIRE(sockets.prepare({unix_at(path)}, 1).has_value());
    std::filesystem::remove(path);
    folder.write("a.sock", "another's");
    sockets.close();
    BOOST_TEST(std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(the_same_address_written_twice_is_bound_once) {
    Sockets sockets;
    const auto plan = sockets.prepare({tcp(), tcp()}, 1);
    BOOST_TEST_REQUIRE(plan.has_value());
    BOOST_TEST(plan->keys.size() == 1u);
}

}  // namespace
}  // namespace tined::daemon
