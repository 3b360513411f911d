#include "handlers/names.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined;
using namespace tined::handlers;

namespace {

templates::FreeName name(std::string name, std::vector<std::string> members = {}) {
    return {.name = std::move(name), .members = std::move(members), .file = {}, .place = {}};
}

const Scope scope{.given = {"title"}, .params = {"id"}, .options = {"greeting"}};

std::string why(const templates::FreeName& name, Strictness strictness = Strictness::text) {
    return why_not(name, scope, strictness).value_or("");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(the_built_in_names_have_the_slots_of_the_enum) {
    templates::Symbols symbols;
    add_built_in_names(symbols);
    BOOST_TEST(symbols.size() == name_count);
    BOOST_TEST(symbols.slot_of("request") == static_cast<templates::Slot>(Name::request));
    BOOST_TEST(symbols.slot_of("signed") == static_cast<templates::Slot>(Name::signed_));
    BOOST_TEST(symbols.slot_of("random") == static_cast<templates::Slot>(Name::random));
}

BOOST_AUTO_TEST_CASE(built_in_and_given_names_can_be_and_others_get_the_nearest) {
    BOOST_TEST(why(name("query", {"anything"})) == "");
    BOOST_TEST(why(name("title")) == "");
    BOOST_TEST(why(name("titel")) == "titel: no such name here; did you mean \"title\"?");
    BOOST_TEST(why(name("qqqqqqqqqq")) == "qqqqqqqqqq: no such name here");
}

BOOST_AUTO_TEST_CASE(members_of_request_options_and_params_are_known) {
    BOOST_TEST(why(name("request", {"uri"})) == "");
    BOOST_TEST(why(name("request", {"url"})) ==
               "request.url: a request has no such member; did you mean \"uri\"?");
    BOOST_TEST(why(name("options", {"greetin"})) ==
               "options.greetin: no such option; did you mean \"greeting\"?");
    BOOST_TEST(why(name("params", {"id"})) == "");
    BOOST_TEST(why(name("params", {"name"})) == "params.name: the path has no such parameter");
}

BOOST_AUTO_TEST_CASE(a_template_of_several_actions_is_held_to_what_is_the_same_for_all) {
    BOOST_TEST(why(name("titel"), Strictness::template_) == "");
    BOOST_TEST(why(name("params", {"name"}), Strictness::template_) == "");
    BOOST_TEST(why(name("request", {"url"}), Strictness::template_) != "");
    BOOST_TEST(why(name("options", {"x"}), Strictness::template_) != "");
}

BOOST_AUTO_TEST_CASE(a_name_of_a_later_version_is_told_as_such) {
    BOOST_TEST(why(name("user", {"name"})) == "user: not in this version of tined yet");
}

BOOST_AUTO_TEST_CASE(the_body_is_wanted_only_where_a_name_asks_for_it) {
    const auto needs = [](const templates::FreeName& name) { return needs_of({&name, 1}); };
    BOOST_TEST(!needs(name("request", {"uri"})).body);
    BOOST_TEST(!needs(name("query")).body);
    BOOST_TEST(needs(name("request", {"body"})).body);
    BOOST_TEST(!needs(name("request", {"body"})).json);
    BOOST_TEST(needs(name("request", {"json"})).json);
    BOOST_TEST(needs(name("form", {"a"})).form);
    BOOST_TEST(needs(name("files")).form);
    BOOST_TEST((needs(name("arguments")).form && needs(name("arguments")).json));
    // Of the whole request nobody knows what will be looked at.
    BOOST_TEST((needs(name("request")).body && needs(name("request")).json));
}

BOOST_AUTO_TEST_SUITE_END()
