#include "daemon/health/stack_names.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <vector>

namespace tined::daemon {
namespace {

std::uint64_t address_of_rand() { return reinterpret_cast<std::uintptr_t>(&std::rand); }

BOOST_AUTO_TEST_SUITE(stack_names)

BOOST_AUTO_TEST_CASE(an_address_of_a_module_is_named_by_the_module_and_its_offset) {
    base::LoadedCode code;
    code.add(0x1000, 0x2000, "./shop.so");
    const std::array<std::uint64_t, 2> addresses = {0x1010, 0x1021};
    BOOST_TEST(name_stack(addresses, &code) == "./shop.so+0x10 < ./shop.so+0x20");
}

BOOST_AUTO_TEST_CASE(parameters_are_left_out) {
    BOOST_TEST(without_parameters("f") == "f");
    BOOST_TEST(without_parameters("a::f()") == "a::f");
    BOOST_TEST(without_parameters("a::b(int)::f(void (*)(int)) const") == "a::b(int)::f");
    BOOST_TEST(without_parameters("a::f(int) [clone .actor]") == "a::f");
    BOOST_TEST(without_parameters("a::operator()(int)") == "a::operator()");
    BOOST_TEST(without_parameters("a::operator()") == "a::operator()");
    BOOST_TEST(without_parameters("(anonymous namespace)::f(int)") == "(anonymous namespace)::f");
    BOOST_TEST(without_parameters("broken)") == "broken)");
}

BOOST_AUTO_TEST_CASE(an_exported_function_has_its_name) {
    const std::vector<std::uint64_t> one = {address_of_rand()};
    BOOST_TEST(name_stack(one) == "rand");
    const std::vector<std::uint64_t> two = {address_of_rand(), address_of_rand() + 1};
    BOOST_TEST(name_stack(two) == "rand < rand");
}

BOOST_AUTO_TEST_CASE(what_is_in_no_module_is_a_number) {
    const std::vector<std::uint64_t> wild = {0, 0x10};
    BOOST_TEST(name_stack(wild) == "0x0 < 0x10");
    BOOST_TEST(name_stack({}).empty());
}

BOOST_AUTO_TEST_CASE(a_deep_stack_is_cut) {
    const std::vector<std::uint64_t> deep(40, 0x10);
    const std::string text = name_stack(deep);
    BOOST_TEST(text.ends_with(" < 0x10 < ..."));
    BOOST_TEST(text.size() < 300U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
