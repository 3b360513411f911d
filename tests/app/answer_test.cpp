#include "app/answer.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/http_error.hpp"
#include "base/log.hpp"
#include "crypto/signed_value.hpp"
#include "tests/app/app_fixture.hpp"

using tined::app::Pieces;
using tined::app::Request;
using tined::app::Response;
using tined::tests::Answer;
using tined::tests::AppFixture;
using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;
namespace app = tined::app;

namespace {

struct InFolder : AppFixture {
    std::shared_ptr<TemporaryFolder> folder = std::make_shared<TemporaryFolder>();

    Answer ask(std::string_view yaml, std::string_view request = "GET /", std::string fields = {}) {
        AskedSite asked(folder, yaml, table);
        BOOST_TEST_REQUIRE(asked.problems() == "");
        return asked.ask(request, std::move(fields));
    }
};

Pieces one_piece() { co_yield "one"; }

/// What is logged while it lives.
struct LogLines final : tined::log::Sink {
    LogLines() { tined::log::set_sink(this); }
    ~LogLines() override { tined::log::set_sink(nullptr); }
    void write(tined::log::Level /*level*/, std::string_view line) noexcept override {
        lines.emplace_back(line);
    }
    bool takes(tined::log::Level /*level*/) const noexcept override { return true; }

    std::vector<std::string> lines;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(answer, InFolder)

BOOST_AUTO_TEST_CASE(text_html_json_and_bytes_say_what_they_are) {
    registry.add("it", [](Request request) {
        const std::string_view path = request.path();
        if (path == "/html") return Response::html("<p>");
        if (path == "/json") return Response::json(std::map<std::string, int>{{"a", 1}});
        if (path == "/bytes") return Response::bytes("\x01", "image/x-own");
        return Response::text("t");
    });
    const std::string yaml = "routes: [{path: '/{all:path}', handler: it}]\n";
    BOOST_TEST(ask(yaml, "GET /t").field("Content-Type") == "text/plain; charset=UTF-8");
    BOOST_TEST(ask(yaml, "GET /html").field("Content-Type") == "text/html; charset=UTF-8");
    BOOST_TEST(ask(yaml, "GET /bytes").field("Content-Type") == "image/x-own");
    const Answer json = ask(yaml, "GET /json");
    BOOST_TEST(json.field("Content-Type") == "application/json; charset=UTF-8");
    BOOST_TEST(json.body == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(json_of_bytes_that_are_no_utf_8_has_replacement_characters) {
    const Answer got =
        answer_of([](Request) { return Response::json(std::string("a\xff\xfe b")); });
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.body == "\"a\uFFFD\uFFFD b\"");
}

BOOST_AUTO_TEST_CASE(status_reason_and_headers_are_as_the_handler_says) {
    const auto it = [](Request) {
        return Response::text("a")
            .set_status(201)
            .set_reason("Made")
            .set_header("X-A", "1")
            .set_header("X-A", "2")
            .add_header("X-B", "3")
            .add_header("X-B", "4");
    };
    const Answer got = answer_of(it);
    BOOST_TEST(got.status == 201);
    BOOST_TEST(got.reason == "Made");
    BOOST_TEST(got.fields.contains("X-A: 2\r\nX-B: 3\r\nX-B: 4\r\n"));
    BOOST_TEST(!got.fields.contains("X-A: 1"));
}

BOOST_AUTO_TEST_CASE(a_stream_that_was_sent_before_or_moved_from_is_a_500_with_its_reason) {
    const Response kept = Response::stream(one_piece());
    registry.add("kept", [kept](Request) { return kept; });
    registry.add("moved", [](Request) {
        Response first = Response::stream(one_piece());
        const Response second = std::move(first);
        return first;
    });
    registry.add("nothing", [](Request) {
        Pieces pieces = one_piece();
        const Pieces others = std::move(pieces);
        return Response::stream(std::move(pieces));
    });
    AskedSite asked(folder,
                    "routes: [{path: /kept, handler: kept}, {path: /moved, handler: moved}, "
                    "{path: /nothing, handler: nothing}]\n",
                    table);
    BOOST_TEST_REQUIRE(asked.problems() == "");
    BOOST_TEST(asked.ask("GET /kept").status == 200);
    const LogLines log;
    for (const auto* const path : {"/kept", "/moved", "/nothing"}) {
        BOOST_TEST(asked.ask(std::string("GET ") + path).status == 500, path);
    }
    BOOST_TEST_REQUIRE(log.lines.size() == 3u);
    BOOST_TEST(log.lines[0].contains("was sent before"));
    BOOST_TEST(log.lines[1].contains("that it had moved from"));
    BOOST_TEST(log.lines[2].contains("the generator was moved from"));
}

BOOST_AUTO_TEST_CASE(what_cannot_stand_in_an_answer_is_a_500) {
    registry.add("split",
                 [](Request) { return Response::text("a").set_header("X-A", "1\r\nX-B: 2"); });
    registry.add("framed",
                 [](Request) { return Response::text("a").set_header("Content-Length", "7"); });
    registry.add("no status", [](Request) { return Response(99); });
    const std::string yaml =
        "routes: [{path: /a, handler: split}, {path: /b, handler: framed}, "
        "{path: /c, handler: no status}]\n";
    for (const auto* const request : {"GET /a", "GET /b", "GET /c"}) {
        BOOST_TEST(ask(yaml, request).status == 500, request);
    }
}

BOOST_AUTO_TEST_CASE(a_redirect_says_where) {
    const Answer got = answer_of([](Request) { return Response::redirect("/login"); });
    BOOST_TEST(got.status == 303);
    BOOST_TEST(got.field("Location") == "/login");
}

BOOST_AUTO_TEST_CASE(a_page_sees_what_the_handler_gives_and_what_the_request_is) {
    folder->write("pages/a.html", "<b>{{ title }}</b> {{ request.path }} {{ params.id }}");
    registry.add("it", [](Request) {
        return Response::render("a.html", std::map<std::string, std::string>{{"title", "<T>"}});
    });
    const Answer got =
        ask("templates: pages\nroutes: [{path: '/{id:int}', handler: it}]\n", "GET /7");
    BOOST_TEST(got.body == "<b>&lt;T&gt;</b> /7 7");
    BOOST_TEST(got.field("Content-Type") == "text/html; charset=UTF-8");
}

BOOST_AUTO_TEST_CASE(a_page_that_is_not_there_or_takes_a_built_in_name_is_a_500) {
    folder->write("pages/a.html", "a");
    registry.add("it", [](Request) { return Response::render("b.html"); });
    registry.add("taken", [](Request) {
        return Response::render("a.html", std::map<std::string, int>{{"params", 1}});
    });
    const std::string routes = "routes: [{path: /, handler: it}, {path: /t, handler: taken}]\n";
    BOOST_TEST(ask("templates: pages\n" + routes).status == 500);
    BOOST_TEST(ask("templates: pages\n" + routes, "GET /t").status == 500);
    BOOST_TEST(ask(routes).status == 500);
}

BOOST_AUTO_TEST_CASE(a_file_is_sent_with_its_type_and_conditions) {
    folder->write("files/a.txt", "0123456789");
    registry.add("it", [](Request) { return Response::file("files/a.txt"); });
    registry.add("none", [](Request) { return Response::file("files/b.txt"); });
    const std::string yaml = "routes: [{path: /, handler: it}, {path: /n, handler: none}]\n";
    const Answer whole = ask(yaml);
    BOOST_TEST(whole.status == 200);
    BOOST_TEST(whole.body == "0123456789");
    BOOST_TEST(whole.field("Content-Type").starts_with("text/plain"));
    const Answer part = ask(yaml, "GET /", "Range: bytes=2-4\r\n");
    BOOST_TEST(part.status == 206);
    BOOST_TEST(part.body == "234");
    BOOST_TEST(ask(yaml, "GET /", "If-None-Match: " + whole.field("ETag") + "\r\n").status == 304);
    BOOST_TEST(ask(yaml, "GET /n").status == 404);
}

BOOST_AUTO_TEST_CASE(cookies_are_as_the_defaults_say_unless_the_handler_does) {
    registry.add("it", [](Request) {
        return Response::text("a")
            .set_cookie("a", "1")
            .set_cookie("b", "2", {.max_age = std::chrono::seconds(60), .http_only = false})
            .clear_cookie("c");
    });
    const Answer got = ask("routes: [{path: /, handler: it}]\n");
    BOOST_TEST(got.fields.contains("Set-Cookie: a=1; Path=/; HttpOnly; SameSite=Lax\r\n"));
    BOOST_TEST(got.fields.contains("Set-Cookie: b=2; Max-Age=60;"));
    BOOST_TEST(got.fields.contains("Set-Cookie: c=; Max-Age=0;"));
}

BOOST_AUTO_TEST_CASE(a_signed_cookie_is_signed_by_the_sites_key) {
    registry.add("it", [](Request) { return Response().set_signed_cookie("who", "ann"); });
    const std::string routes = "routes: [{path: /, handler: it}]\n";
    BOOST_TEST(ask(routes).status == 500);
    const Answer got = ask("cookies: {keys: a-secret-of-32-bytes-or-more-it-is}\n" + routes);
    BOOST_TEST(got.status == 204);
    BOOST_TEST(got.field("Set-Cookie").contains("|4:YW5u|"));
}

BOOST_AUTO_TEST_SUITE_END()
