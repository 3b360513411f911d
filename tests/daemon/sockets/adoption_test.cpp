#include "daemon/sockets/adoption.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "daemon/channel.hpp"
#include "daemon/sandbox/narrowing.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;
using Kind = Message::Kind;

/// A master with workers that are only the ends of channels, which the test holds.
struct Master {
    explicit Master(unsigned slots) : edition(in_service(slots, 1)) {
        for (unsigned slot = 0; slot < slots; ++slot) add(slot, 1);
    }

    Edition in_service(unsigned slots, std::uint64_t generation) {
        config::Listen listen;
        listen.address = config::TcpAddress{"127.0.0.1", 0};
        auto plan = sockets.prepare({listen}, slots);
        BOOST_TEST_REQUIRE(plan.has_value());
        sockets.commit(*plan);
        Edition made;
        made.generation = generation;
        made.plan = std::move(*plan);
        return made;
    }

    pid_t add(unsigned slot, std::uint64_t generation) {
        auto channel = make_channel();
        const pid_t pid = ++last_pid;
        Worker& worker = workforce.add({.pid = pid,
                                        .slot = slot,
                                        .generation = generation,
                                        .row = workforce.free_row().value(),
                                        .channel = std::move(channel->master),
                                        .since = Workforce::Clock::now(),
                                        .life = Life::serving,
                                        .listening = {},
                                        .patience = {}});
        ends[pid] = std::move(channel->worker);
        beat(worker, Workforce::Clock::now());
        return pid;
    }

    void beat(Worker& worker, Workforce::Clock::time_point when) {
        workforce.row(worker.row).beat(when);
    }
    void die(pid_t pid) {
        workforce.take(pid);
        ends.erase(pid);
    }
    /// What the worker was told, one after another; the numbers are slots.
    std::string heard_by(pid_t pid) {
        std::string heard;
        while (const auto message = receive(ends.at(pid).get())) {
            if (message->kind == Kind::adopt) {
                heard += "adopt " + std::to_string(message->descriptors.size()) + " of ";
            }
            if (message->kind == Kind::release) heard += "release ";
            if (message->kind == Kind::empty) heard += "empty ";
            heard += std::to_string(message->number) + "; ";
        }
        return heard;
    }

    MasterLoop loop;
    Sockets sockets;
    Workforce workforce{base::Scoreboard::make(16).value()};
    Adoption adoption{workforce, sockets};
    std::map<pid_t, base::Descriptor> ends;
    pid_t last_pid = 100;
    Edition edition;
};

BOOST_AUTO_TEST_CASE(a_dead_workers_sockets_are_adopted_until_the_next_is_there) {
    Master master(2);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(101) == "");
    master.die(102);
    master.adoption.settle(master.edition);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(101) == "adopt 1 of 1; ");
    master.add(1, 1);
    master.adoption.settle(master.edition);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(101) == "release 1; ");
}

BOOST_AUTO_TEST_CASE(so_are_those_of_one_whose_heartbeat_is_stale) {
    Master master(2);
    const auto now = Workforce::Clock::now();
    master.adoption.look(master.edition, now + 900ms);
    BOOST_TEST(master.heard_by(102) == "");
    master.beat(*master.workforce.find(102), now + 2s);
    master.adoption.look(master.edition, now + 2s);
    BOOST_TEST(master.heard_by(102) == "adopt 1 of 0; ");
    BOOST_TEST(!master.adoption.is_fresh(*master.workforce.find(101)));
    master.beat(*master.workforce.find(101), now + 2s);
    master.adoption.look(master.edition, now + 2s);
    BOOST_TEST(master.heard_by(102) == "release 0; ");
}

BOOST_AUTO_TEST_CASE(who_adopts_is_replaced_when_it_dies_and_the_burden_is_shared) {
    Master master(4);
    master.die(103);
    master.die(104);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(101) == "adopt 1 of 2; ");
    BOOST_TEST(master.heard_by(102) == "adopt 1 of 3; ");
    master.die(101);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(102) == "adopt 1 of 0; adopt 1 of 2; ");
}

BOOST_AUTO_TEST_CASE(a_slot_that_was_given_back_is_adopted_again_when_its_next_worker_dies) {
    Master master(2);
    master.die(101);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(102) == "adopt 1 of 0; ");
    for (int i = 0; i < 3; ++i) {
        const pid_t next = master.add(0, 1);
        master.adoption.settle(master.edition);
        BOOST_TEST(master.heard_by(102) == "release 0; ");
        BOOST_TEST(master.heard_by(next) == "");
        master.die(next);
        master.adoption.settle(master.edition);
        BOOST_TEST(master.heard_by(102) == "adopt 1 of 0; ");
    }
}

BOOST_AUTO_TEST_CASE(when_one_refuses_another_is_asked) {
    Master master(3);
    master.die(103);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(101) == "adopt 1 of 2; ");
    master.adoption.on_refused(*master.workforce.find(101), 2, master.edition);
    BOOST_TEST(master.heard_by(102) == "adopt 1 of 2; ");
    master.adoption.on_refused(*master.workforce.find(102), 2, master.edition);
    BOOST_TEST(master.heard_by(101) == "");
    master.adoption.look(master.edition, Workforce::Clock::now());  // by then it may have room
    BOOST_TEST(master.heard_by(101) == "adopt 1 of 2; ");
}

BOOST_AUTO_TEST_CASE(without_a_sibling_nobody_is_asked) {
    Master master(1);
    master.die(101);
    master.adoption.settle(master.edition);
    master.adoption.look(master.edition, Workforce::Clock::now());
    master.add(0, 1);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(102) == "");
}

BOOST_AUTO_TEST_CASE(slots_that_are_no_more_are_adopted_emptied_and_closed_the_last_first) {
    Master master(3);
    Narrowing narrowing(master.loop, master.sockets, master.adoption, 1ms);
    master.edition = master.in_service(1, 2);
    for (const pid_t old : {101, 102, 103}) master.die(old);
    const pid_t heir = master.add(0, 2);
    narrowing.begin(master.edition);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(heir) == "adopt 1 of 1; adopt 1 of 2; ");
    std::string heard;
    while (heard.empty()) {
        master.loop.run_once();
        heard = master.heard_by(heir);
    }
    BOOST_TEST(heard == "empty 2; ");
    BOOST_TEST(!master.adoption.on_emptied(*master.workforce.find(heir), 1));
    BOOST_TEST(master.adoption.on_emptied(*master.workforce.find(heir), 2));
    narrowing.on_emptied(2);
    BOOST_TEST(master.sockets.depth() == 2u);
    BOOST_TEST(master.heard_by(heir) == "empty 1; ");
    BOOST_TEST(master.adoption.on_emptied(*master.workforce.find(heir), 1));
    narrowing.on_emptied(1);
    BOOST_TEST(master.sockets.depth() == 1u);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(heir) == "");
}

BOOST_AUTO_TEST_CASE(a_slot_that_is_being_emptied_when_its_adopter_dies_is_emptied_by_another) {
    Master master(3);
    Narrowing narrowing(master.loop, master.sockets, master.adoption, 0ms);
    master.edition = master.in_service(2, 2);
    for (const pid_t old : {101, 102, 103}) master.die(old);
    const pid_t first = master.add(0, 2);
    const pid_t second = master.add(1, 2);
    narrowing.begin(master.edition);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(first) == "adopt 1 of 2; ");
    std::string heard;
    while (heard.empty()) {
        master.loop.run_once();
        heard = master.heard_by(first);
    }
    BOOST_TEST(heard == "empty 2; ");
    master.die(first);
    master.adoption.settle(master.edition);
    BOOST_TEST(master.heard_by(second) == "adopt 1 of 0; adopt 1 of 2; empty 2; ");
}

}  // namespace
}  // namespace tined::daemon
