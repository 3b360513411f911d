#include "crypto/random.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "base/descriptor.hpp"
#include "base/text.hpp"

using namespace tined;

BOOST_AUTO_TEST_CASE(an_identifier_has_two_digits_for_each_byte) {
    const std::string id = crypto::random_hex(16);
    BOOST_TEST(id.size() == 32u);
    BOOST_TEST(
        std::ranges::all_of(id, [](char c) { return base::is_digit(c) || base::is_lower(c); }));
    BOOST_TEST(base::from_hex(id).has_value());
    BOOST_TEST(crypto::random_hex(0) == "");
}

BOOST_AUTO_TEST_CASE(a_thousand_identifiers_are_a_thousand_different_ones) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(crypto::random_hex(16));
    BOOST_TEST(seen.size() == 1000u);
}

BOOST_AUTO_TEST_CASE(all_of_a_long_piece_is_filled) {
    // getrandom() may stop after 256 bytes. All values occur among 64 KiB (by chance one is
    // missing once in 10^108 runs), and in each quarter.
    const std::string bytes = crypto::random_bytes(65536);
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
        const std::string_view part = std::string_view(bytes).substr(quarter * 16384, 16384);
        BOOST_TEST(std::set<char>(part.begin(), part.end()).size() == 256u);
    }
}

BOOST_AUTO_TEST_CASE(parent_and_child_do_not_draw_the_same_bytes) {
    crypto::random_bytes(8);  // whatever state there might be is there before the fork
    auto pipe = base::make_pipe();
    BOOST_TEST_REQUIRE(pipe.has_value());
    const pid_t pid = ::fork();
    if (pid == 0) {
        const bool sent = base::write_whole(pipe->writer.get(), crypto::random_hex(16)).has_value();
        ::_exit(sent ? 0 : 1);
    }
    pipe->writer.reset();
    const auto of_child = base::read_whole(pipe->reader.get(), 64);
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(pid, &status, 0) == pid);
    BOOST_TEST(of_child.value().size() == 32u);
    BOOST_TEST(of_child.value() != crypto::random_hex(16));
}
