#include "handlers/router.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/router_fixture.hpp"

using namespace tined::handlers;
using tined::http::Method;

BOOST_FIXTURE_TEST_SUITE(routers, RouterFixture)

// ── the candidates of one path ──

BOOST_AUTO_TEST_CASE(the_more_particular_candidate_goes_first_in_whatever_order_they_are_written) {
    route("/{rest:path}");
    route("/{a}");
    route("/{a:slug}");
    route("/{a:float}");
    route("/{a:uuid}");
    route("/{a:int}");
    route("/7");
    BOOST_TEST(answers("/7") == 6);
    BOOST_TEST(answers("/8") == 5);
    BOOST_TEST(answers("/123e4567-e89b-12d3-a456-426614174000") == 4);
    BOOST_TEST(answers("/8.5") == 3);
    BOOST_TEST(answers("/eight") == 2);
    BOOST_TEST(answers("/eight!") == 1);
    BOOST_TEST(answers("/a/b") == 0);
    BOOST_TEST(answers("/") == 0);
}

BOOST_AUTO_TEST_CASE(an_int_too_great_for_64_bits_is_a_candidate_for_the_next_type) {
    route("/{id:int}");
    route("/{id}");
    BOOST_TEST(answers("/9223372036854775807") == 0);
    BOOST_TEST(answers("/9223372036854775808") == 1);
}

BOOST_AUTO_TEST_CASE(a_dead_end_is_left_again) {
    route("/users/me/settings");
    route("/users/{id:int}/posts");
    route("/users/{name}/friends");
    route("/{rest:path}");
    BOOST_TEST(answers("/users/me/friends") == 2);
    BOOST_TEST(parameter("name") == "me");
    BOOST_TEST(answers("/users/7/friends") == 2);
    BOOST_TEST(answers("/users/me/posts") == 3);
    BOOST_TEST(parameter("rest") == "users/me/posts");
}

BOOST_AUTO_TEST_CASE(parameters_come_decoded_and_in_order) {
    route("/{a}/x/{b:int}/{c:path}");
    ask("/caf%C3%A9/x/-5/d/e%20f/");
    BOOST_REQUIRE_EQUAL(match.parameters.size(), 3U);
    BOOST_TEST(match.parameters[0].name == "a");
    BOOST_TEST(match.parameters[0].text == "caf\xC3\xA9");
    BOOST_TEST((match.parameters[1].type == ParameterType::integer));
    BOOST_TEST(match.parameters[1].text == "-5");
    BOOST_TEST(match.parameters[2].text == "d/e f/");
}

BOOST_AUTO_TEST_CASE(a_path_parameter_may_be_empty_but_needs_its_slash) {
    route("/files/{rest:path}");
    BOOST_TEST(answers("/files/") == 0);
    BOOST_TEST(parameter("rest") == "");
    BOOST_TEST(answers("/files") == -1);
}

BOOST_AUTO_TEST_CASE(a_parameter_is_never_empty_and_slashes_are_not_merged) {
    route("/a/{x}");
    route("/b//c");
    BOOST_TEST(answers("/a/") == -1);
    BOOST_TEST(answers("/a//") == -1);
    BOOST_TEST(answers("/b//c") == 1);
    BOOST_TEST(answers("/b/c") == -1);
}

BOOST_AUTO_TEST_CASE(a_last_slash_makes_another_path) {
    route("/a");
    BOOST_TEST(answers("/a/") == -1);
    BOOST_TEST(answers("/a") == 0);
}

BOOST_AUTO_TEST_CASE(a_hidden_separator_reaches_no_parameter) {
    route("/a/{x}");
    route("/p/{x:path}");
    route("/{x}/b");
    for (const char* raw : {"/a/x%2Fy", "/a/x%5Cy", "/p/x/y%2fz", "/p/%2f", "/x%2Fy/b"}) {
        BOOST_TEST(answers(raw) == -1, raw);
        BOOST_TEST(match.outcome == Outcome::not_found, raw);
    }
}

BOOST_AUTO_TEST_CASE(expressions_come_after_the_trie) {
    regex("/.*");
    route("/{x}");
    BOOST_TEST(answers("/a") == 1);
    BOOST_TEST(answers("/a/b") == 0);
}

// ── methods ──

BOOST_AUTO_TEST_CASE(the_first_candidate_with_the_method_answers) {
    route("/a", {Method::post});
    route("/{x}", {Method::get});
    BOOST_TEST(answers("/a") == 1);
    BOOST_TEST(parameter("x") == "a");
    BOOST_TEST(answers("/a", Method::post) == 0);
}

BOOST_AUTO_TEST_CASE(without_one_allow_tells_of_all_that_have_the_path) {
    route("/a", {Method::post});
    route("/{x}", {Method::get});
    regex("/.*", {Method::delete_});
    route("/b", {Method::put});
    ask("/a", Method::patch);
    BOOST_TEST(match.outcome == Outcome::method_not_allowed);
    BOOST_TEST(allow_text(match.allowed) == "GET, HEAD, POST, DELETE, OPTIONS");
    BOOST_TEST(match.route.value() == 0U);
}

BOOST_AUTO_TEST_CASE(head_is_answered_by_who_has_get) {
    route("/a");
    route("/b", {Method::get});
    route("/b", {Method::head});
    BOOST_TEST(answers("/a", Method::head) == 0);
    BOOST_TEST(answers("/b", Method::head) == 2);
}

BOOST_AUTO_TEST_CASE(options_is_answered_from_what_there_is_unless_a_route_has_its_own) {
    route("/a", {Method::get});
    route("/b", {Method::get, Method::options});
    ask("/a", Method::options);
    BOOST_TEST(match.outcome == Outcome::options);
    BOOST_TEST(allow_text(match.allowed) == "GET, HEAD, OPTIONS");
    BOOST_TEST(answers("/b", Method::options) == 1);
    BOOST_TEST(ask("/c", Method::options).outcome == Outcome::not_found);
}

BOOST_AUTO_TEST_CASE(any_answers_what_nobody_else_at_its_place_names) {
    route("/a", MethodSet::any());
    route("/a", {Method::get});
    BOOST_TEST(answers("/a") == 1);
    BOOST_TEST(answers("/a", Method::head) == 1);
    BOOST_TEST(answers("/a", Method::options) == 0);
    BOOST_TEST(answers("/a", Method::other) == 0);
}

BOOST_AUTO_TEST_CASE(an_unknown_method_is_not_allowed_where_only_known_ones_are) {
    route("/a", {Method::get});
    BOOST_TEST(ask("/a", Method::other).outcome == Outcome::method_not_allowed);
}

// ── static prefixes ──

BOOST_AUTO_TEST_CASE(a_file_goes_after_literals_and_before_parameters) {
    folder("/s/");
    route("/s/a");
    route("/s/{x}");
    probe.files = {"0:a", "0:b"};
    BOOST_TEST(answers("/s/a") == 1);
    BOOST_TEST(answers("/s/b") == 0);
    BOOST_TEST(answers("/s/c") == 2);
}

BOOST_AUTO_TEST_CASE(a_folder_is_asked_with_its_slash_and_the_prefix_without) {
    folder("/s/");
    ask("/s/");
    ask("/s/a/");
    ask("/s");
    const std::vector<std::string> wanted = {"0:", "0:a/", "0:(itself)"};
    BOOST_TEST(probe.asked == wanted, boost::test_tools::per_element());
    probe.files = {"0:(itself)"};
    BOOST_TEST(answers("/s") == 0);
    route("/s");
    BOOST_TEST(answers("/s") == 1);
}

BOOST_AUTO_TEST_CASE(a_hidden_separator_reaches_no_file) {
    folder("/s/");
    BOOST_TEST(answers("/s/a%2Fb") == -1);
    BOOST_TEST(answers("/s/..%5Cb") == -1);
    BOOST_TEST(probe.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_file_has_get_and_head_only) {
    folder("/s/");
    probe.files = {"0:a"};
    BOOST_TEST(answers("/s/a", Method::head) == 0);
    ask("/s/a", Method::post);
    BOOST_TEST(match.outcome == Outcome::method_not_allowed);
    BOOST_TEST(allow_text(match.allowed) == "GET, HEAD, OPTIONS");
    BOOST_TEST(ask("/s/b", Method::post).outcome == Outcome::not_found);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_the_404_of_the_deepest_static_route) {
    folder("/");
    folder("/s/");
    ask("/s/a");
    BOOST_TEST(match.outcome == Outcome::not_found);
    BOOST_TEST(match.route.value() == 1U);
    BOOST_TEST(ask("/a").route.value() == 0U);
}

BOOST_AUTO_TEST_CASE(a_fallback_comes_last_and_only_for_who_reads_html) {
    folder("/", true);
    route("/api/{x}", {Method::post});
    regex("/r.*");
    BOOST_TEST(ask("/a/b").outcome == Outcome::not_found);
    probe.html = true;
    BOOST_TEST(ask("/a/b").outcome == Outcome::fallback);
    BOOST_TEST(match.route.value() == 0U);
    BOOST_TEST(ask("/a/b", Method::head).outcome == Outcome::fallback);
    BOOST_TEST(ask("/a/b", Method::post).outcome == Outcome::not_found);
    BOOST_TEST(ask("/api/x").outcome == Outcome::method_not_allowed);
    BOOST_TEST(ask("/r1").outcome == Outcome::found);
}

BOOST_AUTO_TEST_CASE(an_outer_fallback_answers_where_an_inner_folder_has_none) {
    folder("/", true);
    folder("/s/");
    probe.html = true;
    BOOST_TEST(ask("/s/a").outcome == Outcome::fallback);
    BOOST_TEST(match.route.value() == 0U);
}

BOOST_AUTO_TEST_CASE(a_static_prefix_may_have_parameters) {
    folder("/{lang:slug}/docs/", true);
    probe.files = {"0:a"};
    BOOST_TEST(answers("/en/docs/a") == 0);
    BOOST_TEST(parameter("lang") == "en");
    probe.html = true;
    BOOST_TEST(ask("/de/docs/b").outcome == Outcome::fallback);
    BOOST_TEST(parameter("lang") == "de");
}

// ── hosts ──

BOOST_AUTO_TEST_CASE(the_longest_host_goes_first) {
    route("/{x}");
    route("/{x}", {Method::get}, {.host = "*.example.com"});
    route("/{x}", {Method::get}, {.host = "*.intra.example.com"});
    route("/{x}", {Method::get}, {.host = "a.intra.example.com"});
    BOOST_TEST(answers("/p", Method::get, "a.intra.example.com:8080") == 3);
    BOOST_TEST(answers("/p", Method::get, "b.intra.example.com") == 2);
    BOOST_TEST(answers("/p", Method::get, "x.y.intra.example.com.") == 2);
    BOOST_TEST(answers("/p", Method::get, "intra.example.com") == 1);
    BOOST_TEST(answers("/p", Method::get, "example.com") == 0);
    BOOST_TEST(answers("/p", Method::get, "") == 0);
}

BOOST_AUTO_TEST_CASE(what_a_host_does_not_have_is_asked_of_the_next) {
    route("/a/b");
    route("/{x:path}", {Method::post}, {.host = "h.example"});
    BOOST_TEST(answers("/a/b", Method::get, "h.example") == 0);
    ask("/a/b", Method::put, "h.example");
    BOOST_TEST(allow_text(match.allowed) == "GET, HEAD, POST, OPTIONS");
}

BOOST_AUTO_TEST_CASE(a_host_named_twice_collides_with_itself_no_more_than_once_does) {
    RouteSpec twice = spec({Method::get}, {.host = "a.example"});
    twice.hosts.push_back(twice.hosts.front());
    BOOST_TEST(!router.add_path(pattern("/a"), twice).has_value());
}

// ── groups ──

BOOST_AUTO_TEST_CASE(what_none_of_a_groups_routes_takes_is_its_404) {
    group(5, "/admin/");
    route("/{rest:path}");
    route("/admin/", {Method::get}, {.group = 5});
    regex("/admin/x");
    BOOST_TEST(answers("/admin/") == 1);
    BOOST_TEST(ask("/admin/x").outcome == Outcome::not_found);
    BOOST_TEST(match.group.value() == 5U);
    BOOST_TEST(answers("/admin") == 0);
    BOOST_TEST(answers("/administrator") == 0);
    BOOST_TEST(!match.group.has_value());
}

BOOST_AUTO_TEST_CASE(a_group_whose_path_has_no_last_slash_has_that_path_too) {
    group(5, "/admin");
    route("/{rest:path}");
    BOOST_TEST(ask("/admin").group.value() == 5U);
    BOOST_TEST(ask("/admin/x").group.value() == 5U);
    BOOST_TEST(match.outcome == Outcome::not_found);
    BOOST_TEST(answers("/administrator") == 0);
}

BOOST_AUTO_TEST_CASE(the_deepest_group_has_the_404) {
    group(1, "/a/");
    group(2, "/a/{id:int}/", {}, 1);
    BOOST_TEST(ask("/a/x/y").group.value() == 1U);
    BOOST_TEST(match.parameters.empty());
    BOOST_TEST(ask("/a/7/y").group.value() == 2U);
    BOOST_TEST(parameter("id") == "7");
}

BOOST_AUTO_TEST_CASE(an_inner_group_at_the_same_path_takes_its_place_and_a_neighbour_shares_it) {
    group(1, "/a/");
    group(2, "/a/", {}, 1);
    group(3, "/b/");
    group(4, "/b/");
    regex("/b/[0-9]+", {Method::get}, {.group = 4});
    BOOST_TEST(ask("/a/x").group.value() == 2U);
    BOOST_TEST(ask("/b/x").group.value() == 3U);
    BOOST_TEST(answers("/b/7") == 0);
}

BOOST_AUTO_TEST_CASE(a_groups_expressions_are_tried_on_its_ground_only) {
    group(1, "/a/");
    regex(".*x", {Method::get}, {.group = 1});
    BOOST_TEST(answers("/a/x") == 0);
    BOOST_TEST(answers("/b/x") == -1);
}

BOOST_AUTO_TEST_CASE(a_group_of_a_host_shuts_out_what_is_for_any_host) {
    group(1, "", "intra.example.com");
    route("/a", {Method::get}, {.host = "intra.example.com", .group = 1});
    route("/b");
    BOOST_TEST(answers("/a", Method::get, "intra.example.com") == 0);
    BOOST_TEST(ask("/b", Method::get, "intra.example.com").outcome == Outcome::not_found);
    BOOST_TEST(match.group.value() == 1U);
    BOOST_TEST(answers("/b") == 1);
}

BOOST_AUTO_TEST_CASE(a_group_of_a_host_and_a_path_leaves_the_hosts_other_paths_alone) {
    group(1, "/admin/", "intra.example.com");
    route("/{rest:path}");
    BOOST_TEST(answers("/b", Method::get, "intra.example.com") == 0);
    BOOST_TEST(ask("/admin/x", Method::get, "intra.example.com").group.value() == 1U);
    BOOST_TEST(answers("/admin/x") == 0);
}

BOOST_AUTO_TEST_CASE(a_fallback_outside_does_not_answer_for_a_group) {
    folder("/", true);
    group(1, "/api/");
    route("/api/v1", {Method::get}, {.group = 1});
    probe.html = true;
    BOOST_TEST(ask("/api/v2").outcome == Outcome::not_found);
    BOOST_TEST(match.group.value() == 1U);
    BOOST_TEST(!match.route.has_value());
    BOOST_TEST(ask("/about").outcome == Outcome::fallback);
}

BOOST_AUTO_TEST_CASE(a_folder_passed_on_the_way_does_not_answer_for_a_group_entered_after_it) {
    folder("/a/", true);
    group(1, "/{x}/");
    probe.html = true;
    BOOST_TEST(ask("/a/b").outcome == Outcome::not_found);
    BOOST_TEST(match.group.value() == 1U);
    BOOST_TEST(!match.route.has_value());
    BOOST_TEST(parameter("x") == "a");
}

BOOST_AUTO_TEST_CASE(a_hidden_separator_on_a_groups_ground_is_its_404) {
    group(1, "/api/");
    BOOST_TEST(ask("/api/a%2Fb").group.value() == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_of_one_look_is_left_for_the_next) {
    group(1, "/g/");
    route("/a/{x}", {Method::post});
    ask("/a/b");
    ask("/g/x");
    ask("/nowhere");
    BOOST_TEST(match.outcome == Outcome::not_found);
    BOOST_TEST(!match.route.has_value());
    BOOST_TEST(!match.group.has_value());
    BOOST_TEST(match.allowed.is_empty());
    BOOST_TEST(match.parameters.empty());
}

// ── what is wrong with a set of routes ──

BOOST_AUTO_TEST_CASE(routes_that_nothing_tells_apart_collide) {
    BOOST_TEST(!route("/users/{id:int}").has_value());
    BOOST_TEST(route("/users/{other:int}").value() == 0U);
    BOOST_TEST(!route("/users/{id}").has_value());
    BOOST_TEST(!route("/users/{id:int}", {Method::post}).has_value());
    BOOST_TEST(route("/users/{id:int}", {Method::put, Method::post}).value() == 3U);
    BOOST_TEST(!route("/users/{id:int}", {Method::get}, {.host = "a.example"}).has_value());
    BOOST_TEST(!route("/users/{id:int}", MethodSet::any()).has_value());
    BOOST_TEST(route("/users/{n:int}", MethodSet::any()).value() == 6U);
}

BOOST_AUTO_TEST_CASE(a_static_prefix_stands_once) {
    BOOST_TEST(!folder("/s/").has_value());
    BOOST_TEST(folder("/s/").value() == 0U);
    BOOST_TEST(!route("/s/").has_value());
    BOOST_TEST(!folder("/").has_value());
    BOOST_TEST(folder("/").value() == 3U);
}

BOOST_AUTO_TEST_CASE(an_expression_behind_a_path_that_takes_all_is_unreachable) {
    regex("/a+");
    route("/{rest:path}");
    regex("/b+", {Method::post});
    const auto found = router.seal();
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    BOOST_TEST((found[0].why == Unreachable::Why::path_takes_all));
    BOOST_TEST(found[0].route == 0U);
    BOOST_TEST(found[0].by == 1U);
}

BOOST_AUTO_TEST_CASE(an_expression_in_a_group_is_not_shut_out_from_outside_it) {
    group(1, "/a/");
    route("/{rest:path}");
    regex("/a/x+", {Method::get}, {.group = 1});
    BOOST_TEST(router.seal().empty());
    BOOST_TEST(answers("/a/xx") == 1);
}

BOOST_AUTO_TEST_CASE(an_expression_outside_a_group_that_has_every_path_is_unreachable) {
    group(9, "/");
    regex("/a+");
    const auto found = router.seal();
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    BOOST_TEST((found[0].why == Unreachable::Why::group_takes_all));
    BOOST_TEST(found[0].by == 9U);
}

BOOST_AUTO_TEST_CASE(a_fallback_behind_a_path_that_takes_all_is_unreachable) {
    folder("/s/", true);
    route("/{rest:path}");
    folder("/t/", false);
    const auto found = router.seal();
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    BOOST_TEST((found[0].why == Unreachable::Why::fallback_is_shadowed));
    BOOST_TEST(found[0].route == 0U);
    BOOST_TEST(found[0].by == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
