#include "handlers/route_pattern.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;

namespace {

std::string build(std::string_view pattern, std::vector<PathArgument> arguments) {
    const auto parsed = RoutePattern::parse(pattern);
    BOOST_REQUIRE(parsed.has_value());
    const auto path = parsed->build(arguments);
    return path ? *path : "error: " + path.error();
}

void check_refused(std::string_view text, std::size_t offset, std::string_view part) {
    const auto parsed = RoutePattern::parse(text);
    BOOST_REQUIRE_MESSAGE(!parsed.has_value(), text << " was taken");
    BOOST_TEST(parsed.error().offset == offset, text << ": " << parsed.error().offset);
    BOOST_TEST(parsed.error().message.find(part) != std::string::npos, parsed.error().message);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(route_patterns)

BOOST_AUTO_TEST_CASE(a_path_is_split_into_literals_and_parameters) {
    const auto pattern = RoutePattern::parse("/users/{id:int}/{rest:path}");
    BOOST_REQUIRE(pattern.has_value());
    BOOST_REQUIRE_EQUAL(pattern->segments().size(), 3U);
    BOOST_TEST(!pattern->segments()[0].is_parameter);
    BOOST_TEST(pattern->segments()[0].text == "users");
    BOOST_TEST(pattern->segments()[1].is_parameter);
    BOOST_TEST(pattern->segments()[1].text == "id");
    BOOST_TEST((pattern->segments()[1].type == ParameterType::integer));
    BOOST_TEST((pattern->segments()[2].type == ParameterType::path));
}

BOOST_AUTO_TEST_CASE(a_parameter_without_a_type_is_a_string) {
    const auto pattern = RoutePattern::parse("/{name}");
    BOOST_REQUIRE(pattern.has_value());
    BOOST_TEST((pattern->segments()[0].type == ParameterType::string));
    BOOST_TEST(pattern->has_parameters());
}

BOOST_AUTO_TEST_CASE(a_last_slash_is_an_empty_segment) {
    BOOST_TEST(RoutePattern::parse("/")->segments().size() == 1U);
    BOOST_TEST(RoutePattern::parse("/a/")->segments().size() == 2U);
    BOOST_TEST(RoutePattern::parse("/a/")->ends_in_slash());
    BOOST_TEST(!RoutePattern::parse("/a")->has_parameters());
}

BOOST_AUTO_TEST_CASE(an_error_says_where_and_what) {
    check_refused("", 0, "begins with");
    check_refused("users", 0, "begins with");
    check_refused("/a-{x}", 3, "regex:");
    check_refused("/{x}.html", 1, "regex:");
    check_refused("/{a}{b}", 1, "regex:");
    check_refused("/a}", 2, "regex:");
    check_refused("/{a", 1, "without its");
    check_refused("/{}", 2, "name");
    check_refused("/{1a}", 2, "name");
    check_refused("/{a-b}", 2, "name");
    check_refused("/{id:integr}", 5, "\"integr\" is no type");
    check_refused("/{id:}", 5, "is no type");
    check_refused("/{id:inr}", 5, "did you mean \"int\"?");
    check_refused("/{a}/b/{a}", 8, "stands twice");
    check_refused("/{a:path}/b", 10, "takes the whole rest");
}

BOOST_AUTO_TEST_CASE(what_no_request_could_have_is_refused) {
    check_refused("/a/../b", 3, "resolved");
    check_refused("/.", 1, "resolved");
    check_refused("/a?b=c", 2, "query");
    check_refused("/a#b", 2, "fragment");
    check_refused("/caf%C3%A9", 4, "decoded");
    check_refused("/a\\b", 2, "backslash");
    check_refused("/a\nb", 2, "control");
    check_refused("/\xFF", 0, "UTF-8");
}

BOOST_AUTO_TEST_CASE(a_pattern_has_a_bounded_depth) {
    std::string text;
    for (std::size_t i = 0; i < RoutePattern::most_segments; ++i) text += "/a";
    BOOST_TEST(RoutePattern::parse(text).has_value());
    check_refused(text + "/b", text.size() + 1, "more than");
}

BOOST_AUTO_TEST_CASE(a_path_is_built_percent_encoded) {
    BOOST_TEST(build("/users/{id:int}", {{"id", "7"}}) == "/users/7");
    BOOST_TEST(build("/caf\xC3\xA9/{x}", {{"x", "a b?&%"}}) == "/caf%C3%A9/a%20b%3F%26%25");
    BOOST_TEST(build("/f/{rest:path}", {{"rest", "a b/c.txt"}}) == "/f/a%20b/c.txt");
    BOOST_TEST(build("/f/{rest:path}", {{"rest", ""}}) == "/f/");
    BOOST_TEST(build("/", {}) == "/");
}

BOOST_AUTO_TEST_CASE(a_path_is_not_built_from_what_the_route_would_not_take) {
    for (const char* value : {"", "x", "1.5", "99999999999999999999"}) {
        BOOST_TEST(build("/{id:int}", {{"id", value}}).starts_with("error:"), value);
    }
    for (const char* value : {"", "a/b", "..", ".", "a\\b", "\xFF"}) {
        BOOST_TEST(build("/{x}", {{"x", value}}).starts_with("error:"), value);
    }
    BOOST_TEST(build("/{x}", {{"x", std::string_view("a\0b", 3)}}).starts_with("error:"));
    BOOST_TEST(build("/f/{x:path}", {{"x", "a/../../b"}}).starts_with("error:"));
}

BOOST_AUTO_TEST_CASE(a_built_path_never_names_a_host) {
    BOOST_TEST(build("/{x:path}", {{"x", "/evil.example"}}).starts_with("error:"));
    BOOST_TEST(build("/a/{x:path}", {{"x", "/b"}}) == "/a//b");
}

BOOST_AUTO_TEST_CASE(a_missing_or_unknown_parameter_is_an_error) {
    BOOST_TEST(build("/{id:int}", {}) == "error: the path /{id:int} needs \"id\"");
    BOOST_TEST(build("/a", {{"id", "7"}}) == "error: the path /a has no parameter \"id\"");
    // A literal is no parameter, whatever it is called.
    BOOST_TEST(build("/id", {{"id", "7"}}) == "error: the path /id has no parameter \"id\"");
}

BOOST_AUTO_TEST_CASE(a_path_below_a_group_takes_the_place_of_its_last_slash) {
    BOOST_TEST(join_paths("/admin/", "/") == "/admin/");
    BOOST_TEST(join_paths("/admin/", "/files/") == "/admin/files/");
    BOOST_TEST(join_paths("/admin", "/x") == "/admin/x");
    BOOST_TEST(join_paths("", "/x") == "/x");
    BOOST_TEST(join_paths("/", "/x") == "/x");
}

BOOST_AUTO_TEST_SUITE_END()
