#include "app/registry.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "app/http_error.hpp"
#include "tests/app/app_fixture.hpp"

using tined::app::HttpError;
using tined::app::Request;
using tined::app::Response;
using tined::event::Task;
using tined::tests::Answer;
using tined::tests::AppFixture;
using tined::tests::AskedSite;
namespace app = tined::app;

namespace {

Task<Response> hello(Request) { co_return Response::text("hello"); }
Response hello_at_once(Request) { return Response::text("hello at once"); }

Task<Response> refuse(Request) {
    throw HttpError(403, "Not Today").with_header("X-Why", "because");
    co_return Response();
}

Task<Response> fail(Request) {
    throw std::runtime_error("out of tea");
    co_return Response();
}

/// What one does, for a test that looks on.
struct Seen {
    int made = 0;
    int finished = 0;
};

class Counter {
public:
    explicit Counter(Seen* seen) : seen_(seen) { ++seen_->made; }
    Task<std::optional<Response>> prepare(Request request) {
        if (request.argument("who", std::string()) != "ann") throw HttpError(401);
        if (request.query_string().ends_with("early")) co_return Response::text("early");
        co_return std::nullopt;
    }
    Task<Response> get(Request) { co_return Response::text("got by " + std::to_string(made())); }
    Task<Response> post(Request) {
        throw std::runtime_error("no");
        co_return Response();
    }
    void on_finish() noexcept { ++seen_->finished; }

private:
    int made() const { return seen_->made; }

    Seen* seen_;
};

class Deleter {
public:
    Task<Response> delete_(Request) { co_return Response(); }
};

class Explainer {
public:
    Task<Response> head(Request) { co_return Response(202); }
    Task<Response> options(Request) { co_return Response::text("my own"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(registry, AppFixture)

BOOST_AUTO_TEST_CASE(a_function_or_a_lambda_answers_as_a_task_or_at_once) {
    registry.add("task", hello);
    registry.add("at once", hello_at_once);
    const std::string name = "ann";
    registry.add("lambda", [name](Request) { return Response::text(name); });
    AskedSite asked = site(
        "routes:\n"
        "  - {path: /task, handler: task}\n"
        "  - {path: /once, handler: at once}\n"
        "  - {path: /lambda, handler: lambda}\n");
    BOOST_TEST(asked.ask("GET /task").body == "hello");
    BOOST_TEST(asked.ask("GET /once").body == "hello at once");
    BOOST_TEST(asked.ask("GET /lambda").body == "ann");
}

BOOST_AUTO_TEST_CASE(a_name_is_not_given_twice_nor_is_it_empty) {
    registry.add("a", hello);
    BOOST_CHECK_THROW(registry.add("a", hello), std::invalid_argument);
    BOOST_CHECK_THROW(registry.add("", hello), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_http_error_is_the_page_of_that_status) {
    const Answer answer = answer_of(refuse);
    BOOST_TEST(answer.status == 403);
    BOOST_TEST(answer.reason == "Not Today");
    BOOST_TEST(answer.field("X-Why") == "because");
}

BOOST_AUTO_TEST_CASE(all_else_that_is_thrown_is_a_500_that_does_not_tell_the_client_why) {
    const Answer answer = answer_of(fail);
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(!answer.body.contains("tea"));
}

BOOST_AUTO_TEST_CASE(a_class_is_made_for_each_request_and_finished_after_it) {
    Seen seen;
    registry.add_class<Counter>("counter", {}, &seen);
    AskedSite asked = site("routes: [{path: /, any: {handler: counter}}]\n");
    BOOST_TEST(asked.ask("GET /?who=ann").body == "got by 1");
    BOOST_TEST(asked.ask("GET /?who=ann").body == "got by 2");
    BOOST_TEST(seen.finished == 2);
}

BOOST_AUTO_TEST_CASE(prepare_may_answer_in_place_of_the_method_or_refuse) {
    Seen seen;
    registry.add_class<Counter>("counter", {}, &seen);
    AskedSite asked = site("routes: [{path: /, any: {handler: counter}}]\n");
    BOOST_TEST(asked.ask("GET /?who=ann&early").body == "early");
    BOOST_TEST(asked.ask("GET /?who=bob").status == 401);
    BOOST_TEST(asked.ask("POST /?who=ann").status == 500);
    BOOST_TEST(seen.finished == 3);
}

BOOST_AUTO_TEST_CASE(a_method_that_a_class_has_not_is_a_405_that_names_those_it_has) {
    Seen seen;
    registry.add_class<Counter>("counter", {}, &seen);
    registry.add<Deleter>("deleter");
    AskedSite asked = site(
        "routes: [{path: /c, any: {handler: counter}}, {path: /d, any: {handler: deleter}}]\n");
    const Answer refused = asked.ask("PUT /c");
    BOOST_TEST(refused.status == 405);
    BOOST_TEST(refused.field("Allow") == "GET, HEAD, POST, OPTIONS");
    BOOST_TEST(asked.ask("GET /d").field("Allow") == "DELETE, OPTIONS");
    BOOST_TEST(asked.ask("DELETE /d").status == 204);
    BOOST_TEST(seen.made == 0);
}

BOOST_AUTO_TEST_CASE(head_is_answered_by_get_and_options_by_what_there_is) {
    Seen seen;
    registry.add_class<Counter>("counter", {}, &seen);
    registry.add<Explainer>("explainer");
    AskedSite asked = site(
        "routes: [{path: /c, any: {handler: counter}}, {path: /e, any: {handler: explainer}}]\n");
    BOOST_TEST(asked.ask("HEAD /c?who=ann").body == "got by 1");
    BOOST_TEST(asked.ask("OPTIONS /c").status == 204);
    BOOST_TEST(asked.ask("OPTIONS /c").field("Allow") == "GET, HEAD, POST, OPTIONS");
    BOOST_TEST(asked.ask("HEAD /e").status == 202);
    BOOST_TEST(asked.ask("OPTIONS /e").body == "my own");
}

BOOST_AUTO_TEST_SUITE_END()
