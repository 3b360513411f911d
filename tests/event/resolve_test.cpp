#include "event/resolve.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

#include "event/executor.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::OnLoop;
using tests::run;
using tests::started;
using tined::event::Executor;
using tined::event::resolve;

std::string text_of(const std::vector<tined::event::SocketAddress>& addresses) {
    std::string text;
    for (const auto& address : addresses) text.append(address.text()).append(" ");
    return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(resolve_, OnLoop)

BOOST_AUTO_TEST_CASE(a_number_is_an_address_without_any_thread) {
    BOOST_TEST(text_of(run(loop, resolve("192.0.2.1", 80)).value()) == "192.0.2.1:80 ");
    BOOST_TEST(text_of(run(loop, resolve("2001:db8::1", 443)).value()) == "[2001:db8::1]:443 ");
}

BOOST_AUTO_TEST_CASE(localhost_is_the_loopback_without_any_thread) {
    BOOST_TEST(text_of(run(loop, resolve("LocalHost", 80)).value()) == "127.0.0.1:80 [::1]:80 ");
}

BOOST_AUTO_TEST_CASE(a_name_is_asked_of_the_system_in_a_thread) {
    Executor executor(loop, 1);
    char name[256] = "";
    BOOST_TEST_REQUIRE(::gethostname(name, sizeof name - 1) == 0);
    // What answers is the machine's business; that it comes from a thread is ours.
    const auto addresses = run(loop, resolve(name, 80));
    BOOST_TEST(executor.threads() == 1U);
    BOOST_TEST((addresses ? !addresses->empty() : !addresses.error().empty()));
}

BOOST_AUTO_TEST_CASE(a_name_that_nobody_can_have_is_an_error) {
    Executor executor(loop, 1);
    const auto addresses = run(loop, resolve("a..b", 80));
    BOOST_TEST_REQUIRE(!addresses.has_value());
    BOOST_TEST(!addresses.error().empty());
}

BOOST_AUTO_TEST_CASE(without_threads_a_name_is_an_error_of_the_program) {
    BOOST_CHECK_THROW(run(loop, resolve("a.example", 80)), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
