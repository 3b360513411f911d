#include "handlers/handler_answer.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "handlers/handler_table.hpp"
#include "tests/handlers/asked_site.hpp"

using tined::tests::Answer;
using tined::tests::AskedSite;
namespace event = tined::event;
namespace handlers = tined::handlers;
using tined::value::Value;

namespace {

using Done = std::expected<void, handlers::Failure>;

/// Answers with its settings, as text.
class Settings final : public handlers::Handler {
public:
    event::Task<Done> answer(handlers::Exchange& exchange,
                             const handlers::HandlerPlace& place) const override {
        std::string text;
        for (const auto& setting : place.settings) {
            const Value value = setting.slot ? exchange.value_of(*setting.slot) : setting.fallback;
            text += setting.name + "=" + value.print() + ";";
        }
        exchange.response.set_body(std::move(text));
        co_return Done();
    }
};

class Failing final : public handlers::Handler {
public:
    event::Task<Done> answer(handlers::Exchange&, const handlers::HandlerPlace&) const override {
        co_return std::unexpected(handlers::Failure{.status = 418});
    }
};

struct HandlersFixture {
    handlers::HandlerTable table;

    HandlersFixture() {
        table.add({.name = "settings",
                   .options = {{"title", handlers::OptionType::text, {}},
                               {"size", handlers::OptionType::integer, Value(10)}},
                   .handler = std::make_shared<Settings>()});
        table.add({.name = "failing", .handler = std::make_shared<Failing>()});
        table.add({.name = "absent", .origin = "libabsent.so"});
    }
    AskedSite site(std::string_view yaml) { return {nullptr, yaml, table}; }
    std::string problems(std::string_view yaml) { return site(yaml).problems(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(handler_answer, HandlersFixture)

BOOST_AUTO_TEST_CASE(a_handler_answers_with_what_with_gives_it_or_else_its_defaults) {
    AskedSite asked = site(
        "routes:\n"
        "  - {path: '/{id:int}', handler: settings, with: {title: 'no {{ params.id }}'}}\n");
    BOOST_TEST(asked.ask("GET /7").body == "title=no 7;size=10;");
}

BOOST_AUTO_TEST_CASE(what_goes_with_an_answer_goes_with_a_handlers_too) {
    AskedSite asked = site(
        "routes:\n"
        "  - {path: /, handler: settings, with: {title: a}, status: 201, headers: {X-A: b}}\n");
    const Answer answer = asked.ask("GET /");
    BOOST_TEST(answer.status == 201);
    BOOST_TEST(answer.field("X-A") == "b");
}

BOOST_AUTO_TEST_CASE(a_failure_of_a_handler_is_the_page_of_its_status) {
    AskedSite asked = site(
        "error_pages: {418: {text: 'a teapot'}}\n"
        "routes: [{path: /, handler: failing}]\n");
    const Answer answer = asked.ask("GET /");
    BOOST_TEST(answer.status == 418);
    BOOST_TEST(answer.body == "a teapot");
}

BOOST_AUTO_TEST_CASE(steps_before_a_handler_are_done_and_those_after_it_never_reached) {
    AskedSite asked = site(
        "routes:\n"
        "  - path: /\n"
        "    get:\n"
        "      - {when: query.no, text: passed}\n"
        "      - {handler: settings, with: {title: a}}\n");
    BOOST_TEST(asked.ask("GET /?no=1").body == "passed");
    BOOST_TEST(asked.ask("GET /").body == "title=a;size=10;");
    BOOST_TEST(problems("routes:\n"
                        "  - path: /\n"
                        "    get:\n"
                        "      - {handler: failing}\n"
                        "      - {text: a}\n") ==
               "tined.yaml:5:9: routes[0].get[1]: this step is never reached: the one before it "
               "always answers\n");
}

BOOST_AUTO_TEST_CASE(one_whose_code_is_not_there_answers_503) {
    AskedSite asked = site("routes: [{path: /, handler: absent}]\n");
    BOOST_TEST(asked.ask("GET /").status == 503);
}

BOOST_AUTO_TEST_CASE(a_name_that_no_handler_has_is_told_with_the_nearest) {
    BOOST_TEST(problems("routes: [{path: /, handler: setings}]\n") ==
               "tined.yaml:1:29: routes[0].handler: there is no handler \"setings\"; did you mean "
               "\"settings\"?\n");
    BOOST_TEST(AskedSite("routes: [{path: /, handler: a}]\n").problems() ==
               "tined.yaml:1:29: routes[0].handler: there is no handler \"a\": this program has "
               "none\n");
}

BOOST_AUTO_TEST_CASE(where_the_table_lacks_some_a_name_that_is_not_there_is_no_mistake) {
    table.set_incomplete();
    BOOST_TEST(problems("routes: [{path: /, handler: setings}]\n") == "");
}

BOOST_AUTO_TEST_CASE(options_are_checked_when_the_file_is_read) {
    BOOST_TEST(problems("routes:\n"
                        "  - {path: /a, handler: settings, with: {titel: a, title: b}}\n"
                        "  - {path: /b, handler: settings}\n"
                        "  - {path: /c, handler: settings, with: {title: a, size: many}}\n"
                        "  - {path: /d, handler: failing, with: {title: a}}\n") ==
               "tined.yaml:2:49: routes[0].with.titel: the handler settings takes no option of "
               "this name; did you mean \"title\"?\n"
               "tined.yaml:3:25: routes[1].handler: the handler settings needs the option title: "
               "with: {title: ..}\n"
               "tined.yaml:4:58: routes[2].with.size: expected a whole number, found \"many\"\n"
               "tined.yaml:5:48: routes[3].with.title: the handler failing takes no option of "
               "this name\n");
}

BOOST_AUTO_TEST_CASE(the_with_of_a_step_before_is_no_setting) {
    AskedSite asked = site(
        "routes:\n"
        "  - path: /\n"
        "    get:\n"
        "      - {with: {size: 3, other: 4}}\n"
        "      - {handler: settings, with: {title: '{{ other }}'}}\n");
    BOOST_TEST(asked.ask("GET /").body == "title=4;size=10;");
}

BOOST_AUTO_TEST_CASE(an_error_page_is_no_handler) {
    BOOST_TEST(problems("error_pages: {404: {handler: failing}}\n") ==
               "tined.yaml:1:30: error_pages.404.handler: an error page is not made by a handler: "
               "it must not fail itself\n");
}

BOOST_AUTO_TEST_SUITE_END()
