#include "event/listener.hpp"

#include <fcntl.h>
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <limits>
#include <vector>

#include "tests/event/sockets.hpp"

namespace {

using tests::Descriptor;
using tined::event::Listener;
using tined::event::Loop;
using tined::event::SocketAddress;

struct Accepts : Listener::Owner {
    explicit Accepts(Loop& loop, int first_spare = std::numeric_limits<int>::max())
        : listener(loop, tests::make_listening_socket(), *this, first_spare) {}

    void on_accepted(Listener& from, Descriptor socket, const SocketAddress& peer) override {
        BOOST_TEST(peer.storage.ss_family == AF_INET);
        accepted.push_back(std::move(socket));
        if (closes) from.close();
        if (pauses) from.pause();
    }
    void on_descriptors_exhausted(Listener&, int error) override { errors.push_back(error); }
    bool free_descriptor() override {
        if (to_free.empty()) return false;
        to_free.pop_back();
        return true;
    }

    void connect(std::size_t times) {
        for (std::size_t i = 0; i < times; ++i) {
            clients.push_back(tests::connect_to(listener.fd()));
        }
    }

    std::vector<Descriptor> clients;
    std::vector<Descriptor> accepted;
    std::vector<int> errors;
    std::vector<Descriptor> to_free;  // when it is asked to
    bool closes = false;
    bool pauses = false;
    Listener listener;
};

// Lets the process have `free` more descriptors, until it goes.
class FewDescriptors {
public:
    explicit FewDescriptors(rlim_t free) {
        BOOST_REQUIRE(getrlimit(RLIMIT_NOFILE, &before_) == 0);
        const Descriptor next(dup(0));
        const rlimit now{.rlim_cur = static_cast<rlim_t>(next.get()) + free,
                         .rlim_max = before_.rlim_max};
        BOOST_REQUIRE(setrlimit(RLIMIT_NOFILE, &now) == 0);
    }
    ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(listener)

BOOST_AUTO_TEST_CASE(it_accepts_nothing_until_it_is_resumed) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(1);
    BOOST_TEST(!owner.listener.is_accepting());
    BOOST_TEST(!loop.run_once());
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_it_accepts_is_nonblocking_and_closed_on_exec) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(1);
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    const int fd = owner.accepted.at(0).get();
    BOOST_TEST((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    BOOST_TEST((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_CASE(it_accepts_at_most_eight_in_one_go) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(20);
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 8u);
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 16u);
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 20u);
}

BOOST_AUTO_TEST_CASE(paused_it_leaves_connections_in_the_queue) {
    Loop loop;
    Accepts owner(loop);
    BOOST_REQUIRE(owner.listener.resume());
    owner.listener.pause();
    owner.connect(1);
    BOOST_TEST(!loop.run_once());
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
}

BOOST_AUTO_TEST_CASE(paused_while_accepting_it_takes_no_more_of_the_batch) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(5);
    owner.pauses = true;
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
}

BOOST_AUTO_TEST_CASE(closed_while_accepting_it_is_done) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(5);
    owner.closes = true;
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
    BOOST_TEST(owner.listener.is_closed());
    BOOST_TEST(!loop.run_once());
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_the_owner_frees_is_used_and_the_shortage_told_once) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(3);
    for (int i = 0; i < 3; ++i) owner.to_free.emplace_back(dup(0));
    BOOST_REQUIRE(owner.listener.resume());
    const FewDescriptors few(0);
    while (owner.accepted.size() < 3) loop.run_once();
    BOOST_TEST(owner.to_free.empty());
    BOOST_TEST(owner.listener.is_accepting());
    BOOST_TEST(owner.errors == std::vector<int>{EMFILE});
}

BOOST_AUTO_TEST_CASE(out_of_descriptors_it_pauses_and_says_so_once_and_tries_again_by_itself) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(3);
    BOOST_REQUIRE(owner.listener.resume());
    {
        const FewDescriptors few(1);
        loop.run_once();
        BOOST_TEST(owner.accepted.size() == 1u);
        BOOST_TEST(owner.errors == std::vector<int>{EMFILE});
        BOOST_TEST(!owner.listener.is_accepting());
        loop.run_once();  // the timer
        loop.run_once();  // and it fails again
        BOOST_TEST(owner.errors.size() == 1u);
    }
    while (owner.accepted.size() < 3) loop.run_once();
    BOOST_TEST(owner.errors.size() == 1u);
}

BOOST_AUTO_TEST_CASE(one_that_takes_a_spare_descriptor_is_accepted_when_another_was_freed) {
    Loop loop;
    Accepts owner(loop, 0);
    owner.connect(1);
    owner.to_free.emplace_back(dup(0));
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
    BOOST_TEST(owner.to_free.empty());
    BOOST_TEST(owner.errors == std::vector<int>{EMFILE});
    BOOST_TEST(owner.listener.is_accepting());
}

BOOST_AUTO_TEST_CASE(one_that_takes_a_spare_descriptor_is_the_last_where_none_can_be_freed) {
    Loop loop;
    Accepts owner(loop, 0);
    owner.connect(2);
    BOOST_REQUIRE(owner.listener.resume());
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
    BOOST_TEST(!owner.listener.is_accepting());
    owner.listener.accept_queued();
    BOOST_TEST(owner.accepted.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_is_freed_is_used_at_once) {
    Loop loop;
    Accepts owner(loop);
    owner.connect(2);
    BOOST_REQUIRE(owner.listener.resume());
    const FewDescriptors few(1);
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
    owner.listener.descriptor_freed();
    BOOST_TEST(owner.listener.is_accepting());
    owner.accepted.clear();
    loop.run_once();
    BOOST_TEST(owner.accepted.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_shortage_after_the_queue_was_emptied_is_told_anew) {
    Loop loop;
    Accepts owner(loop);
    BOOST_REQUIRE(owner.listener.resume());
    for (std::size_t shortage = 1; shortage <= 2; ++shortage) {
        owner.connect(1);
        {
            const FewDescriptors few(0);
            loop.run_once();
            BOOST_TEST(owner.errors.size() == shortage);
        }
        owner.listener.descriptor_freed();
        loop.run_once();
        BOOST_TEST(owner.accepted.size() == shortage);
    }
}

BOOST_AUTO_TEST_CASE(a_paused_listener_is_not_woken_by_a_freed_descriptor) {
    Loop loop;
    Accepts owner(loop);
    BOOST_REQUIRE(owner.listener.resume());
    owner.listener.pause();
    owner.listener.descriptor_freed();
    BOOST_TEST(!owner.listener.is_accepting());
}

BOOST_AUTO_TEST_SUITE_END()
