#include "handlers/method_set.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;
using tined::http::Method;

BOOST_AUTO_TEST_SUITE(method_sets)

BOOST_AUTO_TEST_CASE(allow_has_one_order_with_head_and_options_added) {
    BOOST_TEST(allow_text({Method::delete_, Method::get}) == "GET, HEAD, DELETE, OPTIONS");
    BOOST_TEST(allow_text({Method::post}) == "POST, OPTIONS");
    BOOST_TEST(allow_text({Method::options, Method::put, Method::patch}) == "PUT, PATCH, OPTIONS");
    BOOST_TEST(allow_text(MethodSet::any()) == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

BOOST_AUTO_TEST_CASE(any_names_no_method) {
    BOOST_TEST(!MethodSet::any().names(Method::get));
    BOOST_TEST(!MethodSet::any().overlaps({Method::get}));
    BOOST_TEST(MethodSet::any().overlaps(MethodSet::any()));
    BOOST_TEST(MethodSet::any().covers({Method::get, Method::post}));
}

BOOST_AUTO_TEST_CASE(a_method_that_nobody_names_is_in_no_set) {
    const MethodSet methods = {Method::other};
    BOOST_TEST(methods.is_empty());
    BOOST_TEST(!methods.names(Method::other));
}

BOOST_AUTO_TEST_CASE(a_set_covers_what_it_has_and_no_more) {
    const MethodSet methods = {Method::get, Method::post};
    BOOST_TEST(methods.covers({Method::get}));
    BOOST_TEST(!methods.covers({Method::get, Method::put}));
    BOOST_TEST(!methods.covers(MethodSet::any()));
}

BOOST_AUTO_TEST_SUITE_END()
