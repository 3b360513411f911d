#include "daemon/health/quarantine.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

struct Fixture {
    QuarantineList list;
    Quarantine quarantine{list};
    Quarantine::Clock::time_point now = Quarantine::Clock::now();

    Fixture() { quarantine.set_policy(config::Quarantine()); }
    bool kill(std::uint64_t fingerprint) {
        return quarantine.count_kill(fingerprint, "GET /a", now).has_value();
    }
    bool is_held(std::uint64_t fingerprint) const {
        return list.sentence_of(fingerprint, now).is_in_force;
    }
};

BOOST_FIXTURE_TEST_SUITE(quarantine, Fixture)

BOOST_AUTO_TEST_CASE(one_kill_is_no_reason_and_two_are) {
    BOOST_TEST(!kill(7));
    BOOST_TEST(list.is_empty());
    const auto told = quarantine.count_kill(7, "GET /a", now);
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(*told ==
               "quarantine: GET /a has killed 2 workers within 10m; it is answered 503 "
               "for 1m");
    BOOST_TEST(!list.is_empty());
    BOOST_TEST(is_held(7));
    BOOST_TEST((list.sentence_of(7, now + 20s).left == 40s));
    BOOST_TEST(!is_held(8));
}

BOOST_AUTO_TEST_CASE(kills_by_different_requests_do_not_add_up) {
    BOOST_TEST(!kill(7));
    BOOST_TEST(!kill(8));
    BOOST_TEST(list.is_empty());
}

BOOST_AUTO_TEST_CASE(kills_that_lie_far_apart_do_not_add_up) {
    BOOST_TEST(!kill(7));
    now += 10min + 1s;
    BOOST_TEST(!kill(7));
    BOOST_TEST(list.is_empty());
}

BOOST_AUTO_TEST_CASE(the_next_master_knows_what_this_one_knew_and_counts_nothing_twice) {
    kill(7);
    kill(8);
    kill(8);
    QuarantineList next_list;
    Quarantine next(next_list);
    next.set_policy(config::Quarantine());
    const auto record = quarantine.record();
    next.add(record);
    next.add(record);
    BOOST_TEST(!next_list.sentence_of(7, now).is_in_force);
    BOOST_TEST(next_list.sentence_of(8, now).is_in_force);
    BOOST_TEST((next.next_end() == quarantine.next_end()));
    BOOST_TEST(next.count_kill(7, "GET /a", now).has_value());
}

BOOST_AUTO_TEST_CASE(it_ends_and_says_so_once) {
    kill(7);
    kill(7);
    BOOST_TEST_REQUIRE(quarantine.next_end().has_value());
    BOOST_TEST((*quarantine.next_end() == now + 1min));
    BOOST_TEST(quarantine.let_out(now).empty());
    now += 1min;
    BOOST_TEST(!is_held(7));  // also if the master is late
    const auto lines = quarantine.let_out(now);
    BOOST_TEST_REQUIRE(lines.size() == 1U);
    BOOST_TEST(lines[0] == "quarantine: GET /a may be asked again");
    BOOST_TEST(list.is_empty());
    BOOST_TEST(!quarantine.next_end().has_value());
    BOOST_TEST(quarantine.let_out(now).empty());
}

BOOST_AUTO_TEST_CASE(one_that_kills_again_after_it_is_held_again_at_once) {
    kill(7);
    kill(7);
    now += 2min;
    quarantine.let_out(now);
    BOOST_TEST(kill(7));
    BOOST_TEST(is_held(7));
}

BOOST_AUTO_TEST_CASE(released_it_may_be_asked_again_and_its_kills_are_forgotten) {
    kill(7);
    kill(7);
    kill(8);
    BOOST_TEST(quarantine.release_all().size() == 1u);
    BOOST_TEST(list.is_empty());
    BOOST_TEST(!quarantine.next_end().has_value());
    BOOST_TEST(!kill(7));
    BOOST_TEST(!kill(8));
    BOOST_TEST(kill(8));
}

BOOST_AUTO_TEST_CASE(off_lets_all_out_and_counts_nothing) {
    kill(7);
    kill(7);
    quarantine.set_policy(std::nullopt);
    BOOST_TEST(list.is_empty());
    BOOST_TEST(!kill(7));
    BOOST_TEST(!kill(7));
    BOOST_TEST(list.is_empty());
}

BOOST_AUTO_TEST_CASE(the_policy_decides_how_many_and_how_long) {
    quarantine.set_policy(config::Quarantine{.kills = 3, .within = 1h, .duration = 5min});
    BOOST_TEST(!kill(7));
    BOOST_TEST(!kill(7));
    now += 59min;
    BOOST_TEST(kill(7));
    BOOST_TEST((list.sentence_of(7, now).left == 5min));
}

BOOST_AUTO_TEST_CASE(when_the_list_is_full_the_one_that_would_end_first_makes_way) {
    for (std::uint64_t each = 1; each <= QuarantineList::room; ++each) {
        kill(each);
        kill(each);
        now += 1ms;
    }
    BOOST_TEST(is_held(1));
    kill(1000);
    kill(1000);
    BOOST_TEST(is_held(1000));
    BOOST_TEST(!is_held(1));
    BOOST_TEST(is_held(2));
    now += 1h;
    BOOST_TEST(quarantine.let_out(now).size() == QuarantineList::room);
    BOOST_TEST(list.is_empty());
}

BOOST_AUTO_TEST_CASE(a_fingerprint_depends_on_the_head_and_on_the_key) {
    const value::HashKey key = {1, 2};
    BOOST_TEST(fingerprint_of(key, "GET / HTTP/1.1\r\n\r\n") ==
               fingerprint_of(key, "GET / HTTP/1.1\r\n\r\n"));
    BOOST_TEST(fingerprint_of(key, "GET / HTTP/1.1\r\n\r\n") !=
               fingerprint_of(key, "GET /a HTTP/1.1\r\n\r\n"));
    BOOST_TEST(fingerprint_of(key, "GET / HTTP/1.1\r\n\r\n") !=
               fingerprint_of({1, 3}, "GET / HTTP/1.1\r\n\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
