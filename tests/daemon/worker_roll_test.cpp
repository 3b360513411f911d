#include "daemon/worker_roll.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>

namespace tined::daemon {
namespace {

base::Descriptor copy_of(const base::Descriptor& descriptor) {
    return base::Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 0));
}

BOOST_AUTO_TEST_CASE(who_is_entered_is_found_by_the_next_master_and_who_is_struck_is_not) {
    auto roll = WorkerRoll::make(4).value();
    roll.enter(0, {100, 7});
    roll.enter(3, {101, 8});
    roll.enter(2, {102, 9});
    roll.strike(2);
    const auto next = WorkerRoll::open(copy_of(roll.memory()));
    BOOST_TEST_REQUIRE(next.has_value());
    const auto workers = next->workers();
    BOOST_TEST_REQUIRE(workers.size() == 2u);
    BOOST_TEST((workers[0] == base::ProcessIdentity{100, 7}));
    BOOST_TEST((workers[1] == base::ProcessIdentity{101, 8}));
}

BOOST_AUTO_TEST_CASE(the_successors_word_is_seen_by_those_on_the_roll) {
    const auto roll = WorkerRoll::make(1).value();
    auto next = WorkerRoll::open(copy_of(roll.memory())).value();
    BOOST_TEST(!roll.has_successor());
    next.announce_successor();
    BOOST_TEST(roll.has_successor());
}

BOOST_AUTO_TEST_CASE(a_row_past_the_end_is_passed_over) {
    auto roll = WorkerRoll::make(1).value();
    roll.enter(1, {100, 7});
    roll.strike(1);
    BOOST_TEST(roll.workers().empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_roll_is_refused) {
    const auto refusal = [](base::Descriptor memory) {
        const auto opened = WorkerRoll::open(std::move(memory));
        return opened ? 0 : opened.error().code();
    };
    const auto memory_of = [](off_t size, int seals) {
        base::Descriptor memory(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
        BOOST_TEST_REQUIRE(::ftruncate(memory.get(), size) == 0);
        BOOST_TEST_REQUIRE(::fcntl(memory.get(), F_ADD_SEALS, seals) == 0);
        return memory;
    };
    BOOST_TEST(refusal(base::Descriptor(::open("/dev/null", O_RDWR | O_CLOEXEC))) == EPROTO);
    BOOST_TEST(refusal(memory_of(8, F_SEAL_SHRINK)) == EPROTO);
    BOOST_TEST(refusal(memory_of(4096, F_SEAL_SHRINK)) == EPROTO);  // zeros: no version
    BOOST_TEST(refusal(memory_of(4096, F_SEAL_GROW)) == EPROTO);    // could be cut off
    const auto roll = WorkerRoll::make(1).value();
    auto more_rows_than_there_are = copy_of(roll.memory());
    const std::uint64_t rows = 1000;
    BOOST_TEST_REQUIRE(::pwrite(roll.memory().get(), &rows, sizeof rows, sizeof rows) ==
                       sizeof rows);
    BOOST_TEST(refusal(std::move(more_rows_than_there_are)) == EPROTO);
}

}  // namespace
}  // namespace tined::daemon
