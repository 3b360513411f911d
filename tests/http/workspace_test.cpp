#include "http/workspace.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/event/sockets.hpp"

using tined::http::Workspace;
using tined::http::WorkspacePool;

namespace {

struct PoolFixture {
    tined::event::Loop loop;
    tests::SocketPair pair = tests::make_socket_pair();
    tined::event::Stream stream{loop, std::move(pair.near), [](void*) {}, nullptr};
    tined::http::Limits limits;
    std::string spool = "/var/tmp";
    bool is_quick = false;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(workspace, PoolFixture)

BOOST_AUTO_TEST_CASE(the_last_given_back_is_the_next_taken_and_as_new) {
    WorkspacePool pool(limits, spool);
    auto first = pool.take(stream, is_quick);
    auto second = pool.take(stream, is_quick);
    const Workspace* const where = second.get();
    tests::say(pair.far, "GET / HT");
    BOOST_REQUIRE((second->channel.receive() == tined::http::Received::some));
    second->channel.output().text() += "unsent";
    pool.give_back(std::move(first));
    pool.give_back(std::move(second));
    const auto again = pool.take(stream, is_quick);
    BOOST_TEST(again.get() == where);
    BOOST_TEST(again->channel.input().is_empty());
    BOOST_TEST(again->channel.output().is_empty());
}

BOOST_AUTO_TEST_CASE(the_largest_head_fits_with_room_for_a_body) {
    limits.request_line = 100'000;
    limits.header_size = 200'000;
    WorkspacePool pool(limits, spool);
    BOOST_TEST(pool.take(stream, is_quick)->channel.input().capacity() >= 316'000U);
}

BOOST_AUTO_TEST_SUITE_END()
