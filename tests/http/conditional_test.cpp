#include "http/conditional.hpp"

#include <boost/test/unit_test.hpp>
#include <initializer_list>

namespace tined::http {
namespace {

using namespace std::chrono_literals;
using enum Verdict;

constexpr std::string_view before = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr std::string_view same = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::string_view after = "Sun, 06 Nov 1994 08:49:38 GMT";
constexpr std::chrono::sys_seconds now{1'750'000'000s};
const Validators strong = {"\"v1\"", std::chrono::sys_seconds(784111777s)};
const Validators weak = {"W/\"v1\"", std::chrono::sys_seconds(784111777s)};
const Validators nothing = {"", std::nullopt};

Fields fields_of(std::initializer_list<Field> lines) {
    Fields fields;
    for (const Field& line : lines) fields.add(line.name, line.value);
    return fields;
}

bool gives(Verdict verdict, std::initializer_list<Field> lines, const Validators& current = strong,
           Method method = Method::get) {
    return evaluate_conditions(method, fields_of(lines), current, now) == verdict;
}

bool ranges(std::string_view if_range, const Validators& current = strong) {
    return may_send_range(fields_of({{"If-Range", if_range}}), current);
}

BOOST_AUTO_TEST_SUITE(conditional)

BOOST_AUTO_TEST_CASE(without_conditions_the_request_proceeds) {
    BOOST_TEST(gives(proceed, {{"Accept", "*/*"}}));
}

BOOST_AUTO_TEST_CASE(if_none_match_of_what_the_client_has_is_304) {
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "\"v1\""}}));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "W/\"v1\""}}));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "\"v1\""}}, weak));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "\"v0\", \"v1\""}}));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "\"v0\""}, {"if-none-match", "\"v1\""}}));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "*"}}));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "*"}}, strong, Method::head));
    BOOST_TEST(gives(proceed, {{"If-None-Match", "\"v0\""}}));
    BOOST_TEST(gives(proceed, {{"If-None-Match", "v1"}}));
    BOOST_TEST(gives(proceed, {{"If-None-Match", "\"v1\""}}, nothing));
    BOOST_TEST(gives(proceed, {{"If-None-Match", "\"\""}}, nothing));
}

BOOST_AUTO_TEST_CASE(if_none_match_of_a_method_that_changes_is_412) {
    BOOST_TEST(gives(precondition_failed, {{"If-None-Match", "*"}}, strong, Method::put));
    BOOST_TEST(gives(precondition_failed, {{"If-None-Match", "\"v1\""}}, strong, Method::post));
    BOOST_TEST(gives(proceed, {{"If-None-Match", "\"v0\""}}, strong, Method::put));
}

BOOST_AUTO_TEST_CASE(if_modified_since_is_asked_of_get_and_head_alone) {
    BOOST_TEST(gives(not_modified, {{"If-Modified-Since", same}}));
    BOOST_TEST(gives(not_modified, {{"If-Modified-Since", after}}, strong, Method::head));
    BOOST_TEST(gives(proceed, {{"If-Modified-Since", before}}));
    BOOST_TEST(gives(proceed, {{"If-Modified-Since", same}}, strong, Method::post));
    BOOST_TEST(gives(proceed, {{"If-Modified-Since", "yesterday"}}));
    BOOST_TEST(gives(proceed, {{"If-Modified-Since", same}}, nothing));
}

BOOST_AUTO_TEST_CASE(if_match_needs_the_same_strong_tag) {
    BOOST_TEST(gives(proceed, {{"If-Match", "\"v1\""}}));
    BOOST_TEST(gives(proceed, {{"If-Match", "\"v0\", \"v1\""}}, strong, Method::put));
    BOOST_TEST(gives(proceed, {{"If-Match", "*"}}, nothing));
    BOOST_TEST(gives(precondition_failed, {{"If-Match", "\"v0\""}}));
    BOOST_TEST(gives(precondition_failed, {{"If-Match", "W/\"v1\""}}));
    BOOST_TEST(gives(precondition_failed, {{"If-Match", "W/\"v1\""}}, weak));
    BOOST_TEST(gives(precondition_failed, {{"If-Match", "\"v1\""}}, nothing));
}

BOOST_AUTO_TEST_CASE(if_unmodified_since_fails_where_it_was_modified_after) {
    BOOST_TEST(gives(precondition_failed, {{"If-Unmodified-Since", before}}));
    BOOST_TEST(gives(proceed, {{"If-Unmodified-Since", same}}));
    BOOST_TEST(gives(proceed, {{"If-Unmodified-Since", after}}, strong, Method::put));
    BOOST_TEST(gives(proceed, {{"If-Unmodified-Since", "once"}}));
}

// RFC 9110 §13.2.2
BOOST_AUTO_TEST_CASE(the_conditions_are_asked_in_their_order) {
    BOOST_TEST(gives(proceed, {{"If-Match", "\"v1\""}, {"If-Unmodified-Since", before}}));
    BOOST_TEST(gives(proceed, {{"If-None-Match", "\"v0\""}, {"If-Modified-Since", after}}));
    BOOST_TEST(gives(precondition_failed, {{"If-None-Match", "\"v1\""}, {"If-Match", "\"v0\""}}));
    BOOST_TEST(gives(not_modified, {{"If-None-Match", "\"v1\""}, {"If-Match", "\"v1\""}}));
    BOOST_TEST(gives(precondition_failed,
                     {{"If-Modified-Since", after}, {"If-Unmodified-Since", before}}));
}

BOOST_AUTO_TEST_CASE(a_range_is_heeded_where_if_range_names_this_very_version) {
    BOOST_TEST(may_send_range(fields_of({}), strong));
    BOOST_TEST(ranges("\"v1\""));
    BOOST_TEST(!ranges(same));  // two versions may have been written in that second
    BOOST_TEST(!ranges("\"v0\""));
    BOOST_TEST(!ranges("W/\"v1\""));
    BOOST_TEST(!ranges("W/\"v1\"", weak));
    BOOST_TEST(!ranges(before));
    BOOST_TEST(!ranges(after));
    BOOST_TEST(!ranges("v1"));
    BOOST_TEST(!ranges(same, nothing));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
