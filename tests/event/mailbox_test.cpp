#include "event/mailbox.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Loop;
using tined::event::Mailbox;

}  // namespace

BOOST_AUTO_TEST_SUITE(mailbox)

BOOST_AUTO_TEST_CASE(what_other_threads_post_runs_in_the_loops_thread_each_threads_in_its_order) {
    Loop loop;
    const std::shared_ptr<Mailbox> mailbox = loop.mailbox();
    std::vector<std::vector<int>> got(4);
    const auto here = std::this_thread::get_id();
    int total = 0;
    mailbox->expect();
    std::vector<std::thread> threads;
    for (std::size_t which = 0; which < got.size(); ++which) {
        threads.emplace_back([&, which] {
            for (int i = 0; i < 1000; ++i) {
                mailbox->post([&, which, i] {
                    if (std::this_thread::get_id() == here) got[which].push_back(i);
                    if (++total == 4000) mailbox->expect_no_more();
                });
            }
        });
    }
    loop.run();
    for (std::thread& thread : threads) thread.join();
    for (const auto& of_one : got) {
        BOOST_TEST_REQUIRE(of_one.size() == 1000u);
        for (int i = 0; i < 1000; ++i) BOOST_TEST_REQUIRE(of_one[static_cast<std::size_t>(i)] == i);
    }
}

BOOST_AUTO_TEST_CASE(a_mailbox_of_which_nothing_is_expected_does_not_keep_the_loop) {
    Loop loop;
    const std::shared_ptr<Mailbox> mailbox = loop.mailbox();
    BOOST_TEST(!loop.run_once());
    mailbox->expect();
    BOOST_TEST(mailbox->is_expecting());
    BOOST_TEST(mailbox->post([&] { mailbox->expect_no_more(); }));
    loop.run();
    BOOST_TEST(!mailbox->is_expecting());
}

BOOST_AUTO_TEST_CASE(what_is_posted_when_the_loop_has_ended_is_dropped) {
    std::optional<Loop> loop(std::in_place);
    const std::shared_ptr<Mailbox> mailbox = loop->mailbox();
    bool ran = false;
    const auto witness = std::make_shared<int>(1);
    BOOST_TEST(mailbox->post([&ran, witness] { ran = true; }));
    loop.reset();
    BOOST_TEST(witness.use_count() == 1);
    BOOST_TEST(!mailbox->post([&ran] { ran = true; }));
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(it_knows_the_loops_thread) {
    Loop loop;
    const std::shared_ptr<Mailbox> mailbox = loop.mailbox();
    bool is_there = true;
    std::thread([&] { is_there = mailbox->is_here(); }).join();
    BOOST_TEST(mailbox->is_here());
    BOOST_TEST(!is_there);
}

BOOST_AUTO_TEST_SUITE_END()
