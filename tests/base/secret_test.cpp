#include "base/secret.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <type_traits>

using namespace tined;

BOOST_AUTO_TEST_CASE(a_secret_never_prints_its_text) {
    const base::Secret secret("hunter2");
    BOOST_TEST(fmt::format("{}", secret) == "***");
    BOOST_TEST(fmt::format("{:>5}", base::Secret()) == "  ***");
    BOOST_TEST(secret.view() == "hunter2");
}

BOOST_AUTO_TEST_CASE(a_secret_moves_and_cannot_be_copied) {
    static_assert(!std::is_copy_constructible_v<base::Secret>);
    static_assert(!std::is_copy_assignable_v<base::Secret>);
    base::Secret first("one");
    base::Secret second(std::move(first));
    BOOST_TEST(first.empty());
    BOOST_TEST(second.view() == "one");
    base::Secret third("three");
    third = std::move(second);
    BOOST_TEST(second.empty());
    BOOST_TEST(third.view() == "one");
    BOOST_TEST(third.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_secret_keeps_its_zero_bytes) {
    const base::Secret secret(std::string_view("a\0b", 3));
    BOOST_TEST(secret.view() == std::string_view("a\0b", 3));
}

BOOST_AUTO_TEST_CASE(a_string_given_away_to_a_secret_is_wiped) {
    std::string text = "a key";
    const char* const memory = text.data();
    const base::Secret secret(std::move(text));
    BOOST_TEST(secret.view() == "a key");
    BOOST_TEST(text.empty());
    BOOST_TEST(memory[0] == '\0');
    BOOST_TEST(memory[1] == '\0');
    BOOST_TEST(memory[4] == '\0');
}
