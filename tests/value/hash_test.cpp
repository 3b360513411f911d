#include "value/hash.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>

using tined::value::hash_of;
using tined::value::HashKey;
using tined::value::List;
using tined::value::siphash;
using tined::value::Value;

BOOST_AUTO_TEST_SUITE(hash)

// The key is the bytes 0 to 15, the message those from 0 on: appendix A of the paper, and the first
// rows of its authors' table.
BOOST_AUTO_TEST_CASE(siphash_gives_its_authors_results) {
    constexpr HashKey key{0x0706050403020100, 0x0f0e0d0c0b0a0908};
    std::string bytes;
    BOOST_TEST(siphash(key, bytes) == 0x726fdb47dd0e0e31U);
    bytes.push_back('\0');
    BOOST_TEST(siphash(key, bytes) == 0x74f839c593dc67fdU);
    while (bytes.size() < 15) bytes.push_back(static_cast<char>(bytes.size()));
    BOOST_TEST(siphash(key, bytes) == 0xa129ca6149be45e5U);
}

BOOST_AUTO_TEST_CASE(another_key_gives_another_hash) {
    BOOST_TEST(siphash({1, 2}, "name") != siphash({1, 3}, "name"));
    BOOST_TEST(siphash({1, 2}, "name") != siphash({2, 2}, "name"));
}

BOOST_AUTO_TEST_CASE(equal_values_have_equal_hashes) {
    BOOST_TEST(hash_of(Value(1)) == hash_of(Value(1.0)));
    BOOST_TEST(hash_of(Value(1)) == hash_of(Value(true)));
    BOOST_TEST(hash_of(Value(0)) == hash_of(Value(-0.0)));
    BOOST_TEST(hash_of(Value(-0x1p63)) == hash_of(Value(std::numeric_limits<std::int64_t>::min())));
    BOOST_TEST(hash_of(Value("a")) == hash_of(std::string_view("a")));
    BOOST_TEST(hash_of(Value("a")) == hash_of(Value::safe_text("a")));
    BOOST_TEST(hash_of(Value(List{1})) == hash_of(Value(List{1.0})));
}

BOOST_AUTO_TEST_CASE(reals_past_the_integers_have_hashes_too) {
    BOOST_TEST(hash_of(Value(0x1p63)) != hash_of(Value(0x1p64)));
    BOOST_TEST(hash_of(Value(0.5)) != hash_of(Value(0)));
    BOOST_TEST(hash_of(Value(std::numeric_limits<double>::infinity())) != hash_of(Value(0)));
}

BOOST_AUTO_TEST_SUITE_END()
