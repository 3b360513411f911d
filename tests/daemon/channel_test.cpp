#include "daemon/channel.hpp"

#include <sys/socket.h>

#include <boost/test/unit_test.hpp>

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_CASE(a_message_comes_out_at_the_other_end_once) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST(!receive(channel->master.get()).has_value());
    BOOST_TEST(send(channel->worker.get(), Message::ready));
    BOOST_TEST((receive(channel->master.get()) == Message::ready));
    BOOST_TEST(!receive(channel->master.get()).has_value());
    BOOST_TEST(send(channel->master.get(), Message::retire));
    BOOST_TEST((receive(channel->worker.get()) == Message::retire));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_process_is_the_end_of_its_channel) {
    auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST(send(channel->worker.get(), Message::ready));
    channel->worker.reset();
    BOOST_TEST((receive(channel->master.get()) == Message::ready));
    BOOST_TEST((receive(channel->master.get()) == Message::gone));
    BOOST_TEST((receive(channel->master.get()) == Message::gone));
    BOOST_TEST(!send(channel->master.get(), Message::retire));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_passed_over) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST(::send(channel->worker.get(), "?", 1, 0) == 1);
    BOOST_TEST(send(channel->worker.get(), Message::ready));
    BOOST_TEST((receive(channel->master.get()) == Message::ready));
}

}  // namespace
}  // namespace tined::daemon
