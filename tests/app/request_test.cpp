#include "app/request.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/http_error.hpp"
#include "crypto/signed_value.hpp"
#include "tests/app/app_fixture.hpp"

using tined::app::Request;
using tined::app::Response;
using tined::event::Task;
using tined::tests::Answer;
using tined::tests::AppFixture;
using tined::tests::AskedSite;
namespace app = tined::app;

namespace {

struct Point {
    int x = 0;
    int y = 0;
    static constexpr auto fields =
        app::fields(app::field("x", &Point::x), app::field("y", &Point::y));
};

Task<Response> tell_place(Request request) {
    std::string text(request.method());
    text += " " + std::string(request.path()) + " " + std::string(request.uri()) + " ";
    text += std::string(request.host()) + " " + std::string(request.protocol()) + " ";
    text += std::string(request.remote_address()) + " " + std::string(request.id());
    co_return Response::text(text + "?" + std::string(request.query_string()));
}

Task<Response> tell_cookies(Request request) {
    co_return Response::text(request.cookie("a").value_or("none") + " " +
                             request.signed_cookie("a").value_or("none") + " " +
                             request.signed_cookie("b").value_or("none"));
}

Task<Response> tell_page(Request request) {
    const int page = request.argument<int>("page");
    const bool is_long = request.argument<bool>("long", false);
    co_return Response::text(std::to_string(page) + (is_long ? " long" : ""));
}

Task<Response> tell_body(Request request) {
    const std::string text = co_await request.text();
    co_return Response::text(text);
}

Task<Response> move_point(Request request) {
    Point point = co_await request.json_as<Point>();
    point.x += 1;
    co_return Response::json(point);
}

Task<Response> tell_form(Request request) {
    const auto uploads = co_await request.form();
    std::string text = request.argument("name");
    for (const auto& file : uploads) {
        text += " " + std::string(file.name) + "=" + std::string(file.filename) + ":" +
                std::string(file.content);
    }
    co_return Response::text(text);
}

Task<Response> tell_pieces(Request request) {
    std::string text;
    while (true) {
        const auto piece = co_await request.read();
        if (piece.empty()) break;
        text += piece;
    }
    co_return Response::text(text);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(request, AppFixture)

BOOST_AUTO_TEST_CASE(it_says_what_was_asked_and_by_whom) {
    BOOST_TEST(answer_of(tell_place, "PUT /a%20b?c=d").body ==
               "PUT /a b /a%20b?c=d a.example http 203.0.113.9 0000000000000000?c=d");
}

BOOST_AUTO_TEST_CASE(headers_are_found_in_any_case) {
    const auto tell = [](Request request) {
        return Response::text(std::string(request.header("x-ONE").value_or("none")) + " " +
                              std::string(request.header("X-Two").value_or("none")) + " " +
                              std::to_string(request.headers().size()));
    };
    BOOST_TEST(answer_of(tell, "GET /", "X-One: a\r\nX-One: b\r\n").body == "b none 3");
}

BOOST_AUTO_TEST_CASE(a_signed_cookie_is_believed_and_no_other) {
    registry.add("it", tell_cookies);
    AskedSite asked = site(
        "cookies: {keys: a-secret-of-32-bytes-or-more-it-is}\n"
        "routes: [{path: /, handler: it}]\n");
    const auto& keys = asked.site().settings().cookies.keys;
    const auto now = std::chrono::floor<std::chrono::seconds>(asked.now);
    const std::string right = tined::crypto::sign_value(keys, "b", "ann", now);
    BOOST_TEST(asked.ask("GET /", "Cookie: a=raw; b=\"" + right + "\"\r\n").body == "raw none ann");
}

BOOST_AUTO_TEST_CASE(parameters_have_the_type_of_the_route) {
    registry.add("it", [](Request request) {
        return Response::text(std::to_string(request.param<int>("id") + 1) + request.param("name"));
    });
    AskedSite asked = site("routes: [{path: '/{id:int}/{name}', handler: it}]\n");
    BOOST_TEST(asked.ask("GET /41/a").body == "42a");
}

BOOST_AUTO_TEST_CASE(a_number_in_the_path_that_is_too_large_is_no_page_of_the_site) {
    registry.add("it", [](Request request) {
        return Response::text(std::to_string(request.param<int>("id")));
    });
    AskedSite asked = site("routes: [{path: '/{id:int}', handler: it}]\n");
    BOOST_TEST(asked.ask("GET /2147483647").body == "2147483647");
    BOOST_TEST(asked.ask("GET /2147483648").status == 404);
}

BOOST_AUTO_TEST_CASE(a_parameter_that_the_route_has_not_is_the_programs_fault) {
    const auto tell = [](Request request) { return Response::text(request.param("id")); };
    BOOST_TEST(answer_of(tell).status == 500);
}

BOOST_AUTO_TEST_CASE(an_argument_is_read_as_the_type_that_is_asked_for) {
    registry.add("it", tell_page);
    AskedSite asked = site("routes: [{path: /, handler: it}]\n");
    BOOST_TEST(asked.ask("GET /?page=7&long=on").body == "7 long");
    BOOST_TEST(asked.ask("GET /?page=x").status == 422);
    BOOST_TEST(asked.ask("GET /").status == 422);
}

BOOST_AUTO_TEST_CASE(arguments_that_the_route_declares_come_typed_and_with_their_defaults) {
    registry.add("it", tell_page);
    AskedSite asked = site(
        "routes: [{path: /, get: {arguments: {page: {type: int, default: 3, maximum: 9}}, "
        "handler: it}}]\n");
    BOOST_TEST(asked.ask("GET /").body == "3");
    BOOST_TEST(asked.ask("GET /?page=10").status == 422);
}

BOOST_AUTO_TEST_CASE(all_arguments_of_a_name_are_given) {
    const auto tell = [](Request request) {
        std::string text;
        for (const auto& each : request.arguments("a")) text += each + ";";
        return Response::text(text);
    };
    BOOST_TEST(answer_of(tell, "GET /?a=1&b=2&a=3").body == "1;3;");
}

BOOST_AUTO_TEST_CASE(a_body_is_read_when_it_is_asked_for) {
    BOOST_TEST(answer_of(tell_body, "POST /", {}, "some text").body == "some text");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_text_is_a_400) {
    BOOST_TEST(answer_of(tell_body, "POST /", {}, "\xff").status == 400);
}

BOOST_AUTO_TEST_CASE(a_body_past_the_limit_of_the_route_is_a_413) {
    registry.add("it", tell_body);
    AskedSite asked = site("routes: [{path: /, post: {body_size: 4, handler: it}}]\n");
    BOOST_TEST(asked.ask("POST /", {}, "12345").status == 413);
}

BOOST_AUTO_TEST_CASE(a_body_comes_in_pieces_to_who_asks_for_them) {
    BOOST_TEST(answer_of(tell_pieces, "POST /", {}, "piece by piece").body == "piece by piece");
}

BOOST_AUTO_TEST_CASE(json_becomes_a_struct_and_back) {
    BOOST_TEST(answer_of(move_point, "POST /", {}, R"({"x": 1, "y": 2})").body ==
               R"({"x":2,"y":2})");
}

BOOST_AUTO_TEST_CASE(json_that_is_not_the_struct_is_a_422_that_names_what_is_wrong) {
    registry.add("it", move_point);
    AskedSite asked = site(
        "error_pages: {422: {json: '{{ error.fields }}'}}\n"
        "routes: [{path: /, post: {handler: it}}]\n");
    BOOST_TEST(asked.ask("POST /", {}, R"({"x": 1})").body ==
               R"({"y":{"code":"required","message":"is missing"}})");
    BOOST_TEST(asked.ask("POST /", {}, "{").status == 400);
}

BOOST_AUTO_TEST_CASE(a_form_gives_its_fields_and_files) {
    const std::string body =
        "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nann\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p.txt\"\r\n\r\nbytes\r\n"
        "--b--\r\n";
    BOOST_TEST(
        answer_of(tell_form, "POST /", "Content-Type: multipart/form-data; boundary=b\r\n", body)
            .body == "ann photo=p.txt:bytes");
}

BOOST_AUTO_TEST_CASE(a_setting_is_what_with_says_or_else_the_default) {
    registry.add("it",
                 [](Request request) {
                     return Response::text(request.setting("title") +
                                           std::to_string(request.setting<int>("size")));
                 },
                 {app::required_option("title"), app::option("size", 10)});
    AskedSite asked = site(
        "routes:\n"
        "  - {path: /, handler: it, with: {title: a}}\n"
        "  - {path: /b, handler: it, with: {title: b, size: '{{ query.size | int }}'}}\n");
    BOOST_TEST(asked.ask("GET /").body == "a10");
    BOOST_TEST(asked.ask("GET /b?size=3").body == "b3");
}

BOOST_AUTO_TEST_CASE(a_setting_that_was_not_declared_is_the_programs_fault) {
    const auto tell = [](Request request) { return Response::text(request.setting("title")); };
    BOOST_TEST(answer_of(tell).status == 500);
}

BOOST_AUTO_TEST_CASE(a_request_that_is_over_says_so) {
    std::optional<Request> kept;
    const auto keep = [&kept](Request request) {
        kept = request;
        return Response::text("a");
    };
    BOOST_TEST(answer_of(keep).status == 200);
    BOOST_CHECK_THROW(kept->path(), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
