#include "http/authority.hpp"

#include <boost/test/unit_test.hpp>
#include <string_view>

namespace tined::http {
namespace {

using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(authority)

BOOST_AUTO_TEST_CASE(names_and_addresses_with_and_without_ports_are_authorities) {
    for (const auto text : {"a"sv, "a.example:80"sv, "a:"sv, ""sv, "127.0.0.1:0"sv, "[::1]"sv,
                            "[::1]:65535"sv, "[::]:"sv, "a%20b"sv, "a,b;c=d"sv}) {
        BOOST_TEST(is_authority(text), text);
    }
}

BOOST_AUTO_TEST_CASE(all_else_is_none) {
    for (const auto text :
         {":80"sv,       "a b"sv,      "a/"sv,     "a?"sv,    "a#"sv,  "u@a"sv,  "a:b"sv,
          "a:80 "sv,     "a:65536"sv,  "a:+1"sv,   "::1"sv,   "[]"sv,  "[::1"sv, "[::1]80"sv,
          "[1.2.3.4]"sv, "[::1%lo]"sv, "[v1.a]"sv, "a%g0"sv,  "a%2"sv, "a%"sv,   "a\0b"sv,
          "[::1\0]"sv,   "\xc3\xa9"sv, "a\\b"sv,   "a[::1]"sv}) {
        BOOST_TEST(!is_authority(text), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
