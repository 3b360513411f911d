#include "daemon/sockets/passed_sockets.hpp"

#include <netinet/in.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "daemon/sockets/unix_name.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

base::Descriptor listener(in_port_t port, sockaddr_in& bound) {
    base::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    bound = {.sin_family = AF_INET,
             .sin_port = port,
             .sin_addr = {htonl(INADDR_LOOPBACK)},
             .sin_zero = {}};
    socklen_t length = sizeof bound;
    auto* const name = reinterpret_cast<sockaddr*>(&bound);
    BOOST_TEST_REQUIRE(::bind(socket.get(), name, length) == 0);
    BOOST_TEST_REQUIRE(::listen(socket.get(), 1) == 0);
    BOOST_TEST_REQUIRE(::getsockname(socket.get(), name, &length) == 0);
    return socket;
}

sockaddr_storage storage_of(const sockaddr_in& address) {
    sockaddr_storage storage = {};
    reinterpret_cast<sockaddr_in&>(storage) = address;
    return storage;
}

template <typename... Passed>
std::vector<systemd::PassedDescriptor> list(Passed... passed) {
    std::vector<systemd::PassedDescriptor> all;
    (all.push_back(std::move(passed)), ...);
    return all;
}

BOOST_AUTO_TEST_CASE(a_group_is_found_by_its_address_in_the_order_of_its_sockets) {
    sockaddr_in address = {};
    auto first = listener(0, address);
    auto second = listener(address.sin_port, address);
    const int first_number = first.get();
    const int second_number = second.get();
    PassedSockets passed(list(systemd::PassedDescriptor{std::move(second), "a7-s1"},
                              systemd::PassedDescriptor{std::move(first), "a7-s0"}));
    const auto [number, taken] = passed.take(storage_of(address));
    BOOST_TEST(number == 7u);
    BOOST_TEST_REQUIRE(taken.size() == 2u);
    BOOST_TEST(taken[0].get() == first_number);
    BOOST_TEST(taken[1].get() == second_number);
    BOOST_TEST(passed.take(storage_of(address)).sockets.empty());
    BOOST_TEST(passed.close_rest().empty());
}

BOOST_AUTO_TEST_CASE(a_port_of_zero_is_that_of_the_first_that_is_left) {
    sockaddr_in one = {};
    sockaddr_in other = {};
    auto first = listener(0, one);
    auto second = listener(0, other);
    PassedSockets passed(list(systemd::PassedDescriptor{std::move(first), "a0-s0"},
                              systemd::PassedDescriptor{std::move(second), "a1-s0"}));
    sockaddr_in any = one;
    any.sin_port = 0;
    BOOST_TEST(passed.take(storage_of(any)).sockets.size() == 1u);
    BOOST_TEST(passed.close_rest() == std::vector<std::string>{"a1-s0"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(another_address_is_not_taken) {
    sockaddr_in address = {};
    PassedSockets passed(list(systemd::PassedDescriptor{listener(0, address), stored_name(0, 0)}));
    sockaddr_in other = address;
    other.sin_addr.s_addr = htonl(INADDR_ANY);
    BOOST_TEST(passed.take(storage_of(other)).sockets.empty());
    other = address;
    other.sin_port = static_cast<in_port_t>(~address.sin_port);
    BOOST_TEST(passed.take(storage_of(other)).sockets.empty());
}

BOOST_AUTO_TEST_CASE(a_unix_socket_is_found_by_its_path) {
    const tests::TemporaryFolder folder;
    const auto name = unix_name(folder.path() / "s").value();
    base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    BOOST_TEST_REQUIRE(::bind(socket.get(), name.get(), name.length) == 0);
    BOOST_TEST_REQUIRE(::listen(socket.get(), 1) == 0);
    PassedSockets passed(list(systemd::PassedDescriptor{std::move(socket), "a0-s0"}));
    sockaddr_storage wanted = {};
    reinterpret_cast<sockaddr_un&>(wanted) = name.address;
    BOOST_TEST(passed.take(wanted).sockets.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_does_not_listen_is_left_out) {
    PassedSockets passed(list(
        systemd::PassedDescriptor{base::Descriptor(::socket(AF_INET, SOCK_STREAM, 0)), "a0-s0"},
        systemd::PassedDescriptor{base::make_pipe().value().reader, "http"}));
    BOOST_TEST(passed.activated().empty());
    BOOST_TEST(passed.close_rest().empty());
}

BOOST_AUTO_TEST_CASE(what_systemd_listens_on_is_copied_and_kept) {
    sockaddr_in address = {};
    PassedSockets passed(list(systemd::PassedDescriptor{listener(0, address), "http"}));
    BOOST_TEST(passed.take(storage_of(address)).sockets.empty());
    BOOST_TEST_REQUIRE(passed.activated().size() == 1u);
    BOOST_TEST(passed.activated().front().name == "http");
    BOOST_TEST(passed.copy_activated(storage_of(address)).has_value());
    BOOST_TEST(passed.copy_activated(storage_of(address)).has_value());
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    BOOST_TEST(!passed.copy_activated(storage_of(address)).has_value());
}

}  // namespace
}  // namespace tined::daemon
