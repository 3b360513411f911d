#include "handlers/route.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;
using tined::http::Method;

namespace {

RouteAction action(std::string summary) {
    return {.place = {}, .summary = std::move(summary), .own = {}, .steps = {}};
}

void set(Route& route, Method method, std::string summary) {
    route.actions[static_cast<std::size_t>(method)] = action(std::move(summary));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(route)

BOOST_AUTO_TEST_CASE(a_named_method_has_its_own_action) {
    Route route;
    set(route, Method::get, "get");
    set(route, Method::post, "post");
    route.any = action("any");
    BOOST_TEST(route.action_for(Method::get).summary == "get");
    BOOST_TEST(route.action_for(Method::post).summary == "post");
}

BOOST_AUTO_TEST_CASE(head_is_answered_by_head_then_get_then_any) {
    Route route;
    route.any = action("any");
    BOOST_TEST(route.action_for(Method::head).summary == "any");
    set(route, Method::get, "get");
    BOOST_TEST(route.action_for(Method::head).summary == "get");
    set(route, Method::head, "head");
    BOOST_TEST(route.action_for(Method::head).summary == "head");
}

BOOST_AUTO_TEST_CASE(any_takes_what_is_not_named_and_methods_of_other_names) {
    Route route;
    set(route, Method::get, "get");
    route.any = action("any");
    BOOST_TEST(route.action_for(Method::delete_).summary == "any");
    BOOST_TEST(route.action_for(Method::other).summary == "any");
}

BOOST_AUTO_TEST_SUITE_END()
