#include "handlers/made_request.hpp"

#include <boost/test/unit_test.hpp>

using tined::handlers::MadeRequest;
using tined::handlers::RequestWords;

namespace {

std::unique_ptr<MadeRequest> made(const RequestWords& words) {
    auto request = MadeRequest::make(words, {});
    BOOST_TEST_REQUIRE(request.has_value());
    return std::move(*request);
}

std::string why_not(const RequestWords& words) {
    const auto request = MadeRequest::make(words, {});
    BOOST_TEST_REQUIRE(!request.has_value());
    return request.error();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(made_request)

BOOST_AUTO_TEST_CASE(a_path_is_asked_of_localhost) {
    const auto request = made({"GET", "/a%20b?c=d", {}, {}});
    BOOST_TEST(request->request().path().text == "/a b");
    BOOST_TEST(request->request().head().query == "c=d");
    BOOST_TEST(request->request().client().host == "localhost");
    BOOST_TEST(request->request().client().protocol == "http");
}

BOOST_AUTO_TEST_CASE(a_url_says_protocol_and_host) {
    const auto request = made({"GET", "https://A.example:8443/", {}, {}});
    BOOST_TEST(request->request().client().host == "a.example:8443");
    BOOST_TEST(request->request().client().protocol == "https");
}

BOOST_AUTO_TEST_CASE(a_header_may_name_the_host_and_a_body_has_its_length) {
    const auto request = made({"POST", "/", {{"Host", "b.example"}}, "four"});
    BOOST_TEST(request->request().client().host == "b.example");
    BOOST_TEST(request->request().head().content_length == 4U);
}

BOOST_AUTO_TEST_CASE(what_tined_would_refuse_is_refused) {
    BOOST_TEST(why_not({"GET", "no-slash", {}, {}}).starts_with("the request is refused: "));
    BOOST_TEST(why_not({"GET", "/%00", {}, {}}).starts_with("the request is refused: "));
    BOOST_TEST(why_not({"GET", "/", {{"A B", "c"}}, {}}).starts_with("the request is refused: "));
}

BOOST_AUTO_TEST_SUITE_END()
