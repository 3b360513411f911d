#include "event/frame_pool.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <thread>
#include <vector>

namespace {

using tined::event::FramePool;

#ifdef __SANITIZE_ADDRESS__
constexpr bool keeps_frames = false;
#else
constexpr bool keeps_frames = true;
#endif

// A thread of its own: what other tests left in this thread's lists does not count.
template <typename F>
void in_fresh_thread(F function) {
    std::thread(function).join();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(frame_pool)

BOOST_AUTO_TEST_CASE(a_frame_can_be_written_to_its_end) {
    for (const std::size_t size : {1u, 63u, 64u, 65u, 500u, 2048u, 2049u, 100'000u}) {
        void* frame = FramePool::allocate(size);
        BOOST_REQUIRE(frame != nullptr);
        std::memset(frame, 0xA5, size);
        FramePool::release(frame, size);
    }
}

BOOST_AUTO_TEST_CASE(a_frame_that_was_given_back_is_handed_out_again) {
    in_fresh_thread([] {
        void* frame = FramePool::allocate(400);
        FramePool::release(frame, 400);
        BOOST_TEST(FramePool::kept_now() == (keeps_frames ? 448u : 0u));
        void* again = FramePool::allocate(390);
        BOOST_TEST((again == frame || !keeps_frames));
        BOOST_TEST(FramePool::kept_now() == 0u);
        FramePool::release(again, 390);
    });
}

BOOST_AUTO_TEST_CASE(frames_that_live_at_the_same_time_are_apart) {
    void* first = FramePool::allocate(128);
    void* second = FramePool::allocate(128);
    BOOST_TEST(first != second);
    FramePool::release(first, 128);
    FramePool::release(second, 128);
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_bounded_for_each_size_class) {
    in_fresh_thread([] {
        std::vector<void*> frames;
        for (int i = 0; i < 1000; ++i) frames.push_back(FramePool::allocate(1024));
        for (void* frame : frames) FramePool::release(frame, 1024);
        BOOST_TEST(FramePool::kept_now() == (keeps_frames ? FramePool::kept : 0u));
    });
}

BOOST_AUTO_TEST_CASE(large_frames_are_never_kept) {
    in_fresh_thread([] {
        FramePool::release(FramePool::allocate(FramePool::largest + 1), FramePool::largest + 1);
        BOOST_TEST(FramePool::kept_now() == 0u);
    });
}

BOOST_AUTO_TEST_SUITE_END()
