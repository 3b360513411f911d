#include "handlers/debug_page.hpp"

#include <boost/test/unit_test.hpp>

#include "value/value.hpp"

using namespace tined;
using handlers::DebugPage;
using value::Value;

namespace {

value::Map report() {
    value::Map map;
    map.set("status", 500);
    map.set("reason", Value("<b>"));
    map.set("message", Value("</textarea><script>"));
    return map;
}

std::string page(const value::Map& told, http::PageKind kind, http::Response& response) {
    DebugPage().write(Value(told), kind, response);
    return std::get<std::string>(response.body());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(debug_page)

BOOST_AUTO_TEST_CASE(all_that_is_told_is_escaped) {
    http::Response response;
    const std::string html = page(report(), http::PageKind::html, response);
    BOOST_TEST(html.contains("<h1>500 &lt;b&gt;</h1>"));
    BOOST_TEST(!html.contains("</textarea><script>"));
    BOOST_TEST(html.contains("data:text/plain;charset=utf-8,500%20%3Cb%3E"));
    BOOST_TEST(response.status() == 500);
}

BOOST_AUTO_TEST_CASE(the_page_needs_no_script_but_to_reload_itself) {
    http::Response response;
    auto told = report();
    BOOST_TEST(!page(told, http::PageKind::html, response).contains("<script>"));
    told.set("reloads", true);
    const std::string html = page(told, http::PageKind::html, response);
    BOOST_TEST(html.contains(R"("Tined-Wait": ")"));
}

BOOST_AUTO_TEST_CASE(a_policy_of_the_site_does_not_keep_the_page_from_its_style) {
    http::Response response;
    response.set("Content-Security-Policy", "default-src 'self'");
    page(report(), http::PageKind::html, response);
    BOOST_TEST(response.fields()
                   .find("Content-Security-Policy")
                   .value_or("")
                   .contains("style-src 'unsafe-inline'"));
}

BOOST_AUTO_TEST_SUITE_END()
