#include "event/deadline_queue.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

namespace {

using tined::event::DeadlineQueue;
using tined::event::Loop;
using namespace std::chrono_literals;

struct Waiter : DeadlineQueue::Entry {
    explicit Waiter(int number_given) : number(number_given) {}
    int number;
};

struct Expired {
    std::vector<int> order;
    static void note(DeadlineQueue::Entry& entry, void* self) {
        static_cast<Expired*>(self)->order.push_back(static_cast<Waiter&>(entry).number);
    }
};

void run_until_empty(Loop& loop, const DeadlineQueue& queue) {
    while (!queue.is_empty()) loop.run_once();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(deadline_queue)

BOOST_AUTO_TEST_CASE(an_entry_costs_24_bytes) { BOOST_TEST(sizeof(DeadlineQueue::Entry) == 24u); }

BOOST_AUTO_TEST_CASE(entries_expire_in_the_order_they_came) {
    Loop loop;
    Expired expired;
    DeadlineQueue queue(loop, 5ms, Expired::note, &expired);
    Waiter one(1), two(2), three(3);
    queue.push(one);
    queue.push(two);
    queue.push(three);
    run_until_empty(loop, queue);
    BOOST_TEST(expired.order == (std::vector<int>{1, 2, 3}));
    BOOST_TEST(!one.is_queued());
}

BOOST_AUTO_TEST_CASE(an_entry_never_expires_before_its_deadline) {
    Loop loop;
    struct Early {
        Loop& loop;
        bool was_early = false;
        static void look(DeadlineQueue::Entry& entry, void* self) {
            auto& early = *static_cast<Early*>(self);
            early.was_early |= entry.deadline() > early.loop.now();
        }
    } early{loop};
    DeadlineQueue queue(loop, 3ms, Early::look, &early);
    std::vector<std::unique_ptr<Waiter>> waiters;
    for (int i = 0; i < 20; ++i) {
        waiters.push_back(std::make_unique<Waiter>(i));
        queue.push(*waiters.back());
        loop.run_once();
    }
    run_until_empty(loop, queue);
    BOOST_TEST(!early.was_early);
}

BOOST_AUTO_TEST_CASE(an_entry_that_leaves_does_not_expire) {
    Loop loop;
    Expired expired;
    DeadlineQueue queue(loop, 2ms, Expired::note, &expired);
    Waiter one(1), two(2), three(3);
    queue.push(one);
    queue.push(two);
    queue.push(three);
    two.leave();
    two.leave();
    run_until_empty(loop, queue);
    BOOST_TEST(expired.order == (std::vector<int>{1, 3}));
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_destroyed_leaves) {
    Loop loop;
    Expired expired;
    DeadlineQueue queue(loop, 2ms, Expired::note, &expired);
    {
        Waiter gone(1);
        queue.push(gone);
    }
    BOOST_TEST(queue.is_empty());
    BOOST_TEST(queue.oldest() == nullptr);
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_pushed_again_goes_to_the_end) {
    Loop loop;
    Expired expired;
    DeadlineQueue queue(loop, 2ms, Expired::note, &expired);
    Waiter one(1), two(2);
    queue.push(one);
    queue.push(two);
    BOOST_TEST(queue.oldest() == &one);
    queue.push(one);
    BOOST_TEST(queue.oldest() == &two);
    run_until_empty(loop, queue);
    BOOST_TEST(expired.order == (std::vector<int>{2, 1}));
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_renewed_soon_keeps_its_place_and_does_not_expire_early) {
    Loop loop;
    Expired expired;
    DeadlineQueue queue(loop, 640ms, Expired::note, &expired);  // coarse by 10 ms
    Waiter one(1), two(2);
    queue.push(one);
    queue.push(two);
    const auto renewed_at = loop.now();
    queue.renew(one);
    BOOST_TEST(queue.oldest() == &one);
    run_until_empty(loop, queue);
    BOOST_TEST((loop.now() - renewed_at >= 640ms));
    BOOST_TEST(expired.order == (std::vector<int>{1, 2}));
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_renewed_late_goes_to_the_end) {
    Loop loop;
    Expired expired;
    DeadlineQueue queue(loop, 1280ms, Expired::note, &expired);  // coarse by 20 ms
    DeadlineQueue beats(loop, 1ms, Expired::note, &expired);     // so that the loop turns
    Waiter one(1), two(2), beat(3);
    queue.push(one);
    queue.push(two);
    const auto before = one.deadline();
    while (loop.now() + queue.patience() - before <= queue.coarseness()) {
        beats.push(beat);
        loop.run_once();
    }
    queue.renew(one);
    BOOST_TEST(queue.oldest() == &two);
    BOOST_TEST((one.deadline() > before));
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_pushed_into_another_queue_leaves_the_first) {
    Loop loop;
    Expired first_expired;
    Expired second_expired;
    DeadlineQueue first(loop, 2ms, Expired::note, &first_expired);
    DeadlineQueue second(loop, 4ms, Expired::note, &second_expired);
    Waiter one(1);
    first.push(one);
    second.push(one);
    BOOST_TEST(first.is_empty());
    run_until_empty(loop, second);
    BOOST_TEST(first_expired.order.empty());
    BOOST_TEST(second_expired.order.size() == 1u);
}

namespace {
struct PushesAgain {
    DeadlineQueue* queue = nullptr;
    int calls = 0;
    static void on_expired(DeadlineQueue::Entry& entry, void* self) {
        auto& again = *static_cast<PushesAgain*>(self);
        if (++again.calls < 3) again.queue->push(entry);
    }
};
}  // namespace

BOOST_AUTO_TEST_CASE(an_expired_entry_may_be_pushed_again) {
    Loop loop;
    PushesAgain again;
    DeadlineQueue queue(loop, 1ms, PushesAgain::on_expired, &again);
    again.queue = &queue;
    Waiter one(1);
    queue.push(one);
    run_until_empty(loop, queue);
    BOOST_TEST(again.calls == 3);
}

namespace {
struct EndsTheNext {
    std::unique_ptr<Waiter> next;
    int calls = 0;
    static void on_expired(DeadlineQueue::Entry&, void* self) {
        auto& ends = *static_cast<EndsTheNext*>(self);
        ++ends.calls;
        ends.next.reset();
    }
};
}  // namespace

BOOST_AUTO_TEST_CASE(an_entry_may_be_destroyed_while_another_expires) {
    Loop loop;
    EndsTheNext ends;
    DeadlineQueue queue(loop, 1ms, EndsTheNext::on_expired, &ends);
    Waiter one(1);
    queue.push(one);
    ends.next = std::make_unique<Waiter>(2);
    queue.push(*ends.next);
    run_until_empty(loop, queue);
    BOOST_TEST(ends.calls == 1);
}

BOOST_AUTO_TEST_CASE(entries_outlive_their_queue) {
    Loop loop;
    Waiter one(1);
    {
        Expired expired;
        DeadlineQueue queue(loop, 1h, Expired::note, &expired);
        queue.push(one);
    }
    BOOST_TEST(!one.is_queued());
}

BOOST_AUTO_TEST_CASE(coarseness_follows_the_patience_within_bounds) {
    Loop loop;
    Expired expired;
    BOOST_TEST((DeadlineQueue(loop, 5ms, Expired::note, &expired).coarseness() == 1ms));
    BOOST_TEST((DeadlineQueue(loop, 640ms, Expired::note, &expired).coarseness() == 10ms));
    BOOST_TEST((DeadlineQueue(loop, 75s, Expired::note, &expired).coarseness() == 250ms));
}

BOOST_AUTO_TEST_SUITE_END()
