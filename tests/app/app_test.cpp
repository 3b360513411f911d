#include "app/app.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

#include "app/http_error.hpp"
#include "app/trial.hpp"
#include "event/executor.hpp"
#include "event/sleep.hpp"
#include "tests/support/temporary_folder.hpp"

using tined::app::App;
using tined::app::Request;
using tined::app::Response;
using tined::app::Trial;
using tined::event::Task;
using tined::tests::TemporaryFolder;

namespace {

Response tell_method(Request request) { return Response::text(std::string(request.method())); }

Task<Response> take_time(Request) {
    co_await tined::event::sleep_for(std::chrono::milliseconds(1));
    const auto work = [] { return 7; };
    const int made = co_await tined::event::in_executor(work);
    co_return Response::text(std::to_string(made));
}

tined::app::Pieces without_end() {
    while (true) co_yield std::string(100'000, 'x');
}

class Both {
public:
    explicit Both(std::string name) : name_(std::move(name)) {}
    Task<Response> get(Request) { co_return Response::text("get " + name_); }
    Task<Response> post(Request) { co_return Response::text("post " + name_); }

private:
    std::string name_;
};

std::string why_not(const App& app) {
    try {
        Trial trial(app);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "it is right";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(app)

BOOST_AUTO_TEST_CASE(each_method_of_a_path_has_its_handler) {
    App app;
    app.get("/a", tell_method).post("/a", tell_method).delete_("/a", tell_method);
    app.put("/b", tell_method).patch("/b", tell_method).any("/c", tell_method);
    Trial trial(app);
    for (const char* const request :
         {"GET /a", "POST /a", "DELETE /a", "PUT /b", "PATCH /b", "OPTIONS /c"}) {
        const auto answer = trial.ask(request);
        BOOST_TEST(answer.body == std::string(request).substr(0, answer.body.size()), request);
        BOOST_TEST(answer.status == 200, request);
    }
    BOOST_TEST(trial.ask("GET /b").status == 405);
}

BOOST_AUTO_TEST_CASE(a_class_has_all_methods_of_its_path_and_what_it_is_made_with) {
    App app;
    app.add<Both>("/a", std::string("ann"));
    Trial trial(app);
    BOOST_TEST(trial.ask("GET /a").body == "get ann");
    BOOST_TEST(trial.ask("POST /a").body == "post ann");
    BOOST_TEST(trial.ask("PUT /a").status == 405);
}

BOOST_AUTO_TEST_CASE(files_and_any_other_key_of_the_language_are_there) {
    const TemporaryFolder folder;
    folder.write("files/a.txt", "a file");
    App app;
    app.files("/files/", (folder.path() / "files").string());
    app.set("headers", tined::value::Map{{"X-All", "yes"}});
    Trial trial(app);
    const auto answer = trial.ask("GET /files/a.txt");
    BOOST_TEST(answer.body == "a file");
    BOOST_TEST(answer.header("x-all").value() == "yes");
    BOOST_TEST(!answer.header("X-None").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_when_it_is_put_together) {
    App app;
    app.get("users/{id:number}", tell_method).set("limts", 1);
    const std::string why = why_not(app);
    BOOST_TEST(why.contains("limts: unknown key; did you mean \"limits\"?"));
    BOOST_TEST(why.contains("routes[0].path: "));
}

BOOST_AUTO_TEST_CASE(routes_are_not_set_besides) {
    App app;
    BOOST_CHECK_THROW(app.set("routes", tined::value::List()), std::invalid_argument);
    BOOST_CHECK_THROW(app.set("static", tined::value::Map()), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_second_handler_for_a_path_and_method_is_told_with_the_lines_of_both) {
    App app;
    const auto first = std::source_location::current().line() + 1;
    app.get("/a", tell_method);
    const std::string place = std::string(" at ") + __FILE__ + ":";
    const std::string told = "App: get /a" + place + std::to_string(first + 5) +
                             ": there is a handler for it already" + place + std::to_string(first);
    const auto is_told = [&](const std::invalid_argument& error) { return error.what() == told; };
    BOOST_CHECK_EXCEPTION(app.get("/a", tell_method), std::invalid_argument, is_told);
    app.post("/a", tell_method);
}

BOOST_AUTO_TEST_CASE(a_trial_waits_for_what_the_handler_waits_for) {
    App app;
    app.get("/", take_time);
    BOOST_TEST(Trial(app).ask("GET /").body == "7");
}

BOOST_AUTO_TEST_CASE(a_trial_looks_at_the_beginning_of_a_stream) {
    App app;
    app.get("/", [](Request) { return Response::stream(without_end()); });
    const auto answer = Trial(app).ask("GET /");
    BOOST_TEST(answer.body.size() >= 1024U * 1024U);
    BOOST_TEST(answer.body.size() < 1200U * 1024U);
}

BOOST_AUTO_TEST_CASE(a_trial_refuses_what_is_no_request) {
    App app;
    app.get("/", tell_method);
    Trial trial(app);
    BOOST_CHECK_THROW(trial.ask("/"), std::invalid_argument);
    BOOST_CHECK_THROW(trial.ask("GET  /"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
