#include "daemon/health/quarantine_record.hpp"

#include <boost/test/unit_test.hpp>

#include "daemon/health/quarantine_list.hpp"
#include "daemon/upgrade/upgrade_message.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;
using Clock = QuarantineRecord::Clock;

constexpr Clock::time_point epoch;

BOOST_AUTO_TEST_CASE(a_record_is_read_as_it_was_written) {
    const QuarantineRecord record = {.key = value::HashKey{1, ~std::uint64_t{0}},
                                     .kills = {{7, epoch + 5ns}, {8, epoch + 6ns}},
                                     .inmates = {{9, "GET /a b", epoch + 3s}}};
    const auto read = decode_quarantine(encode(record));
    BOOST_TEST((read.key == record.key));
    BOOST_TEST_REQUIRE(read.kills.size() == 2u);
    BOOST_TEST(read.kills[1].fingerprint == 8u);
    BOOST_TEST((read.kills[1].when == epoch + 6ns));
    BOOST_TEST_REQUIRE(read.inmates.size() == 1u);
    BOOST_TEST(read.inmates[0].fingerprint == 9u);
    BOOST_TEST(read.inmates[0].line == "GET /a b");
    BOOST_TEST((read.inmates[0].until == epoch + 3s));
}

BOOST_AUTO_TEST_CASE(what_another_version_says_is_passed_over) {
    const auto read =
        decode_quarantine("pardon 7 8\nkill x 1\nkill 1\ninmate 1 2\nkill 3 4\n\nkey 1");
    BOOST_TEST(!read.key.has_value());
    BOOST_TEST(read.inmates.empty());
    BOOST_TEST_REQUIRE(read.kills.size() == 1u);
    BOOST_TEST(read.kills[0].fingerprint == 3u);
}

BOOST_AUTO_TEST_CASE(the_most_that_there_can_be_fits_into_one_message) {
    constexpr std::uint64_t most = ~std::uint64_t{0};
    const auto far = Clock::time_point::max();
    const QuarantineRecord record = {
        .key = value::HashKey{most, most},
        .kills = std::vector<QuarantineRecord::Kill>(1000, {most, far}),
        .inmates = std::vector<QuarantineRecord::Inmate>(QuarantineList::room,
                                                         {most, std::string(480, 'x'), far})};
    BOOST_TEST(encode(record).size() <= UpgradeMessage::longest_text);
}

}  // namespace
}  // namespace tined::daemon
