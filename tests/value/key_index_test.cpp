#include "value/key_index.hpp"

#include <boost/test/unit_test.hpp>

using tined::value::KeyIndex;

namespace {

bool always(std::size_t) { return true; }

}  // namespace

BOOST_AUTO_TEST_SUITE(key_index)

BOOST_AUTO_TEST_CASE(an_index_without_entries_finds_nothing) {
    BOOST_TEST(!KeyIndex().find(1, always).has_value());
}

BOOST_AUTO_TEST_CASE(entries_of_the_same_hash_are_told_apart_by_their_keys) {
    KeyIndex index;
    for (std::size_t at = 0; at < 100; ++at) index.insert(42, at);
    for (std::size_t sought = 0; sought < 100; ++sought) {
        const auto found = index.find(42, [sought](std::size_t at) { return at == sought; });
        BOOST_TEST((found == sought));
    }
    BOOST_TEST(!index.find(42, [](std::size_t) { return false; }).has_value());
    BOOST_TEST(!index.find(43, always).has_value());
}

BOOST_AUTO_TEST_CASE(entries_are_found_however_often_the_table_grew) {
    KeyIndex index;
    constexpr std::uint64_t spread = 0x9e3779b97f4a7c15;
    for (std::uint64_t i = 0; i < 10'000; ++i) index.insert(i * spread, i);
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        BOOST_TEST((index.find(i * spread, [i](std::size_t at) { return at == i; }) == i));
    }
}

BOOST_AUTO_TEST_SUITE_END()
