#include "handlers/error_page.hpp"

#include <boost/test/unit_test.hpp>

#include "value/value.hpp"

using namespace tined;
using namespace tined::handlers;

namespace {

std::string page(const Failure& failure, http::PageKind kind, std::string_view id = "0123") {
    http::Response response;
    BuiltinErrorPage().write(failure, kind, id, response);
    BOOST_TEST(response.status() == failure.status);
    return std::get<std::string>(response.body());
}

Failure with_a_field() {
    value::Map fault;
    fault.set("message", value::Value("must be <b>"));
    value::Map fields;
    fields.set("a&b", value::Value(std::move(fault)));
    return {.status = 422, .fields = value::Value(std::move(fields))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(error_page)

BOOST_AUTO_TEST_CASE(text_tells_status_fields_and_id) {
    BOOST_TEST(page(with_a_field(), http::PageKind::text) ==
               "422 Unprocessable Content\na&b: must be <b>\nRequest 0123\n");
    BOOST_TEST(page({.status = 404}, http::PageKind::text, "") == "404 Not Found\n");
}

BOOST_AUTO_TEST_CASE(json_tells_the_same_under_one_name) {
    BOOST_TEST(page(with_a_field(), http::PageKind::json) ==
               R"({"error":{"status":422,"reason":"Unprocessable Content",)"
               R"("fields":{"a&b":{"message":"must be <b>"}},"request":"0123"}})"
               "\n");
}

BOOST_AUTO_TEST_CASE(html_escapes_all_that_it_tells) {
    auto failure = with_a_field();
    failure.reason = "<script>";
    const auto html = page(failure, http::PageKind::html);
    BOOST_TEST(html.find("<h1>422 &lt;script&gt;</h1>") != std::string::npos);
    BOOST_TEST(html.find("<li><b>a&amp;b</b> must be &lt;b&gt;</li>") != std::string::npos);
    BOOST_TEST(html.find("<script>") == std::string::npos);
    BOOST_TEST(html.find("Request 0123") != std::string::npos);
    BOOST_TEST(page({.status = 404}, http::PageKind::html, "").find("Request") ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_page_tells_one_failure_after_the_other) {
    const BuiltinErrorPage error_page;
    for (const int status : {404, 422, 500, 404, 500}) {
        http::Response response;
        const bool has_fields = status == 422;
        error_page.write(has_fields ? with_a_field() : Failure{.status = status},
                         http::PageKind::html, std::to_string(status * 2), response);
        const auto& html = std::get<std::string>(response.body());
        BOOST_TEST(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n"));
        BOOST_TEST(html.contains("<title>" + std::to_string(status) + " "));
        BOOST_TEST(html.contains("Request " + std::to_string(status * 2) + "<"));
        BOOST_TEST(html.contains("<li>") == has_fields);
        BOOST_TEST(html.ends_with("</p>\n</html>\n"));
    }
}

BOOST_AUTO_TEST_CASE(the_detail_is_for_the_log_and_in_no_page) {
    for (const auto kind : {http::PageKind::html, http::PageKind::json, http::PageKind::text}) {
        const auto told = page({.status = 500, .detail = "secret"}, kind);
        BOOST_TEST(told.find("secret") == std::string::npos);
        BOOST_TEST(told.find("500") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(other_fields_of_the_answer_stay) {
    http::Response response;
    response.set("X-Other", "a");
    response.set("Content-Type", "image/png");
    BuiltinErrorPage().write({.status = 404}, http::PageKind::json, {}, response);
    BOOST_TEST(response.fields().find("X-Other").value_or("") == "a");
    BOOST_TEST(response.fields().find("Content-Type").value_or("") ==
               "application/json; charset=UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
