#include "http/quick_readers.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "base/descriptor.hpp"

namespace {

using tined::http::QuickReader;
using tined::http::QuickReaders;
using namespace std::chrono_literals;

struct Fixture {
    QuickReaders all;
    bool is_known = false;
    tined::base::Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};

    int unsent() const {
        int bytes = 0;
        socklen_t size = sizeof bytes;
        BOOST_REQUIRE(::getsockopt(socket.get(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, &size) ==
                      0);
        return bytes;
    }
};

void be_quick(QuickReader& reader) {
    for (int i = 0; i < QuickReaders::quick_waits; ++i) reader.waited(QuickReaders::quick_wait);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(quick_readers, Fixture)

BOOST_AUTO_TEST_CASE(who_is_quick_often_enough_may_have_more_until_the_answer_ends) {
    {
        QuickReader reader(all, socket.get(), is_known);
        for (int i = 1; i < QuickReaders::quick_waits; ++i) reader.waited(0ms);
        BOOST_TEST(all.taken() == 0U);
        reader.waited(0ms);
        BOOST_TEST(all.taken() == 1U);
        BOOST_TEST(unsent() == QuickReaders::unsent_of_quick);
    }
    BOOST_TEST(all.taken() == 0U);
    BOOST_TEST(unsent() == QuickReaders::unsent_of_all);
}

BOOST_AUTO_TEST_CASE(who_is_slow_once_begins_anew) {
    QuickReader reader(all, socket.get(), is_known);
    for (int i = 1; i < QuickReaders::quick_waits; ++i) reader.waited(0ms);
    reader.waited(QuickReaders::quick_wait + 1ms);
    reader.waited(0ms);
    BOOST_TEST(all.taken() == 0U);
    be_quick(reader);
    BOOST_TEST(all.taken() == 1U);
    reader.waited(QuickReaders::quick_wait + 1ms);
    BOOST_TEST(all.taken() == 0U);
    BOOST_TEST(unsent() == QuickReaders::unsent_of_all);
}

BOOST_AUTO_TEST_CASE(who_was_quick_to_the_end_has_a_place_from_the_start_of_his_next_answer) {
    {
        QuickReader reader(all, socket.get(), is_known);
        be_quick(reader);
    }
    {
        QuickReader reader(all, socket.get(), is_known);
        BOOST_TEST(reader.has_place());
        BOOST_TEST(unsent() == QuickReaders::unsent_of_quick);
        reader.waited(QuickReaders::quick_wait + 1ms);
    }
    QuickReader reader(all, socket.get(), is_known);
    BOOST_TEST(!reader.has_place());
    BOOST_TEST(unsent() == QuickReaders::unsent_of_all);
}

BOOST_AUTO_TEST_CASE(there_are_so_many_places_and_one_given_back_is_free) {
    std::vector<std::unique_ptr<QuickReader>> readers;
    for (std::size_t i = 0; i < QuickReaders::places; ++i) {
        readers.push_back(std::make_unique<QuickReader>(all, socket.get(), is_known));
        be_quick(*readers.back());
    }
    bool is_late_known = false;
    QuickReader late(all, socket.get(), is_late_known);
    be_quick(late);
    BOOST_TEST(all.taken() == QuickReaders::places);
    readers.pop_back();
    BOOST_TEST(all.taken() == QuickReaders::places - 1);
    late.waited(0ms);
    BOOST_TEST(all.taken() == QuickReaders::places);
}

BOOST_AUTO_TEST_SUITE_END()
