#include "handlers/debug_service.hpp"

#include <boost/test/unit_test.hpp>

#include "event/loop.hpp"
#include "handlers/debug_report.hpp"
#include "handlers/made_request.hpp"
#include "tests/handlers/asked_site.hpp"

using namespace tined;
using handlers::DebugService;
using tests::TemporaryFolder;

namespace {

using Fields = handlers::RequestWords::Fields;
const Fields browser = {{"Accept", "text/html"}};

/// Microseconds since 1970, as a page names the time when it was made.
std::string now() {
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

class Debugged {
public:
    explicit Debugged(std::string_view yaml, std::string_view page = "<p>one</p>\n") {
        folder.write("t/page.html", page);
        const auto path = folder.write("tined.yaml", yaml);
        config::Problems problems;
        loaded = config::load(path, {}, problems);
        auto site = handlers::Site::read(*loaded, handlers::HandlerTable::none(), problems);
        BOOST_TEST_REQUIRE(problems.empty(), problems.to_string());
        service.emplace(*loaded, std::move(site));
    }

    using Asked = event::Running<http::Response>;
    /// A request, and its answer when it has come.
    struct Asking {
        std::unique_ptr<handlers::MadeRequest> request;
        Asked answer;
    };
    std::unique_ptr<Asking> begin(std::string target, Fields headers = {},
                                  std::string method = "GET", std::string body = {}) {
        auto made = handlers::MadeRequest::make(
            {std::move(method), std::move(target), std::move(headers), std::move(body)},
            std::chrono::system_clock::now());
        BOOST_TEST_REQUIRE(made.has_value());
        auto asking = std::make_unique<Asking>();
        asking->request = std::move(*made);
        asking->answer = Asked(service->serve(asking->request->request()), [](void*) {}, nullptr);
        return asking;
    }

    http::Response ask(std::string target, Fields headers = {}, std::string method = "GET",
                       std::string body = {}) {
        const auto asking =
            begin(std::move(target), std::move(headers), std::move(method), std::move(body));
        BOOST_TEST_REQUIRE(asking->answer.is_done());
        return asking->answer.take();
    }

    /// One that is not answered at once: it waits within the loop.
    std::unique_ptr<Asking> begin_to_wait() {
        std::unique_ptr<Asking> asking;
        loop.post([&] { asking = begin("/", {{"Tined-Wait", now()}}); });
        loop.run_once();
        BOOST_TEST_REQUIRE(asking != nullptr);
        return asking;
    }

    static std::string text(const http::Response& response) {
        if (const auto* text = std::get_if<std::string>(&response.body())) return *text;
        const auto* shared = std::get_if<http::SharedBody>(&response.body());
        return shared != nullptr ? **shared : std::string();
    }

    event::Loop loop;
    TemporaryFolder folder;
    std::optional<config::Loaded> loaded;
    std::optional<DebugService> service;
};

const std::string site =
    "templates: t\n"
    "error_pages: {5xx: {text: our own}, 404: {text: 'no {{ 1 // error.none }}'}}\n"
    "routes:\n"
    "  - {path: /, template: page.html}\n"
    "  - {path: /constant, text: same}\n"
    "  - {path: '/user/{id:int}', name: user, post: {text: '{{ 1 // (arguments.n | int) }}'}}\n"
    "  - {path: /asked, error: 500}\n"
    "  - {path: /wrong, text: '{{ 1 // query.n.x }}'}\n"
    "  - {path: /body, post: {text: '{{ request.body }}'}}\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(debug_service)

BOOST_AUTO_TEST_CASE(every_answer_tells_how_long_its_phases_took) {
    Debugged debugged(site);
    const auto page = debugged.ask("/");
    BOOST_TEST(debugged.text(page) == "<p>one</p>");
    const std::string timing(page.fields().find("Server-Timing").value_or(""));
    BOOST_TEST(timing.contains("routing;dur="));
    BOOST_TEST(timing.contains("steps;dur="));
    BOOST_TEST(timing.contains("total;dur="));
    BOOST_TEST(debugged.ask("/constant").fields().has("Server-Timing"));
}

BOOST_AUTO_TEST_CASE(a_fault_of_the_site_is_told_with_its_lines_in_place_of_its_own_page) {
    Debugged debugged(site);
    const auto answer = debugged.ask("/user/7?n=0&password=xyzzy", browser, "POST", "a=b");
    const std::string page = debugged.text(answer);
    BOOST_TEST(answer.status() == 500);
    BOOST_TEST(page.contains("division by zero"));
    BOOST_TEST(page.contains("tined.yaml:6:"));
    BOOST_TEST(page.contains("class=\"it\"><td>6</td>"));
    BOOST_TEST(page.contains("/user/{id:int}"));
    BOOST_TEST(!page.contains("xyzzy"));
    BOOST_TEST(page.contains("error_page"));
    BOOST_TEST(!page.contains("<script>"));  // a form is not to be sent again
    BOOST_TEST(answer.fields().find("Cache-Control").value_or("") == "no-store");
}

BOOST_AUTO_TEST_CASE(the_same_comes_as_text_and_as_json) {
    Debugged debugged(site);
    const auto text = debugged.ask("/user/7?n=0", {{"Accept", "text/plain"}}, "POST");
    BOOST_TEST(text.fields().find("Content-Type").value_or("") == "text/plain; charset=UTF-8");
    BOOST_TEST(debugged.text(text).contains("\n>     6  "));
    const auto json = debugged.ask("/user/7?n=0", {{"Accept", "application/json"}}, "POST");
    BOOST_TEST(debugged.text(json).starts_with(R"({"error":{"status":500,)"));
}

BOOST_AUTO_TEST_CASE(an_error_that_the_site_asks_for_has_the_sites_page) {
    Debugged debugged(site);
    BOOST_TEST(debugged.text(debugged.ask("/asked", browser)) == "our own");
}

BOOST_AUTO_TEST_CASE(an_error_page_that_fails_is_told_itself) {
    Debugged debugged(site);
    const auto answer = debugged.ask("/none", browser);
    BOOST_TEST(debugged.text(answer).contains("tined.yaml:2:"));
}

BOOST_AUTO_TEST_CASE(a_path_that_nobody_takes_is_told_with_the_routes_that_come_near) {
    Debugged debugged("templates: t\nroutes: [{path: '/user/{id:int}', text: a}]\n");
    const auto answer = debugged.ask("/user/x", browser);
    BOOST_TEST(answer.status() == 404);
    BOOST_TEST(debugged.text(answer).contains("&#34;x&#34; is no int: {id}"));
}

BOOST_AUTO_TEST_CASE(cookies_and_headers_are_told_and_secrets_are_masked) {
    Debugged debugged(site);
    const std::string page =
        debugged.text(debugged.ask("/none", {{"Accept", "text/html"},
                                             {"Cookie", "a=b; who=2|1:0|10:17|3:who|4:YW5u|f00"},
                                             {"Authorization", "Basic YTpi"},
                                             {"Referer", "http://a/?token=xyzzy&b=c"}}));
    BOOST_TEST(page.contains("<dt>a</dt><dd><code>b</code>"));
    BOOST_TEST(!page.contains("f00"));
    BOOST_TEST(!page.contains("YTpi"));
    BOOST_TEST(!page.contains("xyzzy"));
    BOOST_TEST(page.contains("http://a/?token=(masked)&amp;b=c"));
}

BOOST_AUTO_TEST_CASE(a_template_that_an_edit_broke_is_shown_with_its_own_line_and_a_caret) {
    Debugged debugged(site);
    debugged.folder.write("t/page.html", "<p>\n{{ query.x | uper }}\n");
    BOOST_TEST(debugged.service->compile_anew().size() == 1U);
    const std::string page = debugged.text(debugged.ask("/", browser));
    BOOST_TEST(page.contains("{{ query.x | uper }}\n"));
    BOOST_TEST(page.contains("                 ^"));
}

BOOST_AUTO_TEST_CASE(a_template_that_a_made_name_does_not_have_is_told) {
    Debugged debugged(
        "templates: t\nroutes: [{path: '/p/{name}', template: 't/{{ params.name }}'}]\n");
    const auto answer = debugged.ask("/p/none.html", browser);
    BOOST_TEST(answer.status() == 404);
    BOOST_TEST(debugged.text(answer).contains("no such template: t/none.html"));
}

BOOST_AUTO_TEST_CASE(a_strangers_name_is_answered_as_without_debug_mode) {
    Debugged debugged("templates: t\nroutes: [{path: /, text: a}]\n");
    const Fields rebound = {{"Accept", "text/html"}, {"Host", "evil.example:8888"}};
    const auto answer = debugged.ask("/none", rebound);
    BOOST_TEST(answer.status() == 404);
    BOOST_TEST(!answer.has("Server-Timing"));
    BOOST_TEST(!debugged.text(answer).contains("tined.yaml"));
    const std::vector<config::Problem> problems = {
        {.file = "none.yaml", .line = 3, .column = 4, .path = {}, .message = "wrong"}};
    debugged.service->set_file_trouble(handlers::debug_report(problems));
    BOOST_TEST(debugged.ask("/", rebound).status() == 200);
    BOOST_TEST(debugged.ask("/", browser).status() == 500);
}

BOOST_AUTO_TEST_CASE(a_name_that_a_group_has_as_its_host_is_nobody_elses) {
    Debugged debugged("routes: [{host: www.example.com, routes: [{path: /, text: a}]}]\n");
    const auto answer =
        debugged.ask("/none", {{"Accept", "text/html"}, {"Host", "www.example.com"}});
    BOOST_TEST(debugged.text(answer).contains("tined.yaml"));
}

BOOST_AUTO_TEST_CASE(a_changed_template_is_in_effect_when_it_is_compiled_anew) {
    Debugged debugged(site);
    debugged.folder.write("t/page.html", "<p>two</p>\n");
    BOOST_TEST(debugged.text(debugged.ask("/")) == "<p>one</p>");
    BOOST_TEST(debugged.service->compile_anew().empty());
    BOOST_TEST(debugged.text(debugged.ask("/")) == "<p>two</p>");
}

BOOST_AUTO_TEST_CASE(a_broken_template_leaves_the_last_good_site_and_a_browser_is_told) {
    Debugged debugged(site);
    debugged.folder.write("t/page.html", "<p>\n{{ 1 + }}</p>\n");
    const auto& problems = debugged.service->compile_anew();
    BOOST_TEST_REQUIRE(problems.size() == 1U);
    BOOST_TEST(debugged.text(debugged.ask("/")) == "<p>one</p>");
    const auto told = debugged.ask("/", browser);
    BOOST_TEST(told.status() == 500);
    BOOST_TEST(debugged.text(told).contains("page.html:2:"));
    BOOST_TEST(debugged.text(told).contains("<script>"));
    BOOST_TEST(debugged.ask("/body", browser, "POST", "x").status() == 200);
    debugged.folder.write("t/page.html", "<p>three</p>\n");
    BOOST_TEST(debugged.service->compile_anew().empty());
    BOOST_TEST(debugged.text(debugged.ask("/", browser)) == "<p>three</p>");
}

BOOST_AUTO_TEST_CASE(what_another_found_wrong_with_the_configuration_is_told_to_browsers) {
    Debugged debugged(site);
    const std::vector<config::Problem> problems = {
        {.file = "none.yaml", .line = 3, .column = 4, .path = {}, .message = "unknown key"}};
    debugged.service->set_file_trouble(handlers::debug_report(problems));
    BOOST_TEST(debugged.text(debugged.ask("/", browser)).contains("none.yaml:3:4"));
    BOOST_TEST(debugged.text(debugged.ask("/")) == "<p>one</p>");
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_change_is_answered_when_it_comes) {
    Debugged debugged(site);
    const auto asking = debugged.begin_to_wait();
    BOOST_TEST(!asking->answer.is_done());
    debugged.service->compile_anew();
    debugged.loop.run_once();
    BOOST_TEST_REQUIRE(asking->answer.is_done());
    BOOST_TEST(asking->answer.take().status() == 205);
}

BOOST_AUTO_TEST_CASE(who_waits_for_what_has_changed_already_is_answered_at_once) {
    Debugged debugged(site);
    const std::string before = now();
    debugged.service->compile_anew();
    BOOST_TEST(debugged.ask("/", {{"Tined-Wait", before}}).status() == 205);
    BOOST_TEST(debugged.ask("/", {{"Tined-Wait", "nonsense"}}).status() == 205);
}

BOOST_AUTO_TEST_CASE(who_waits_is_let_go_when_the_worker_is_to_go) {
    Debugged debugged(site);
    const auto asking = debugged.begin_to_wait();
    BOOST_TEST(!asking->answer.is_done());
    debugged.service->end_waits();
    debugged.loop.run_once();
    BOOST_TEST_REQUIRE(asking->answer.is_done());
    BOOST_TEST(asking->answer.take().status() == 205);
}

BOOST_AUTO_TEST_CASE(who_waits_among_too_many_is_turned_away) {
    Debugged debugged(site);
    std::vector<std::unique_ptr<Debugged::Asking>> waiting;
    for (int i = 0; i < 100; ++i) waiting.push_back(debugged.begin_to_wait());
    BOOST_TEST(debugged.ask("/", {{"Tined-Wait", now()}}).status() == 503);
    waiting.pop_back();
    BOOST_TEST(!debugged.begin_to_wait()->answer.is_done());
}

BOOST_AUTO_TEST_SUITE_END()
