#include "daemon/debug/trouble_message.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace tined;
using namespace tined::daemon;

namespace {

/// What the worker makes of what its master sends.
value::Value sent(const std::vector<std::string>& lines) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST_REQUIRE(send_trouble(channel->master.get(), trouble_report(lines)));
    const auto message = receive(channel->worker.get());
    BOOST_TEST_REQUIRE(message.has_value());
    BOOST_TEST((message->kind == Message::Kind::trouble));
    return take_trouble(*message);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trouble_message)

BOOST_AUTO_TEST_CASE(a_line_with_a_place_comes_with_the_lines_of_that_place) {
    tests::TemporaryFolder folder;
    const auto file = folder.write("t:1.yaml", "one\ntwo\n");
    const auto report = sent({file + ":2:9: routes[2].x: unknown key", "no place: here"});
    const auto excerpts = report.member("excerpts").as_list();
    BOOST_TEST_REQUIRE(excerpts.size() == 2U);
    BOOST_TEST(excerpts[0].member("file").as_text() == file);
    BOOST_TEST(excerpts[0].member("line").as_integer() == 2);
    BOOST_TEST(excerpts[0].member("column").as_integer() == 9);
    BOOST_TEST(excerpts[0].member("message").as_text() == "routes[2].x: unknown key");
    BOOST_TEST(excerpts[0].member("lines").as_list()[1].member("text").as_text() == "two");
    BOOST_TEST(excerpts[1].member("message").as_text() == "no place: here");
}

BOOST_AUTO_TEST_CASE(lines_that_show_a_problem_stay_with_it) {
    const auto report = sent({"t.yaml:2:9: wrong", "    {{ x", "    ^", "no place: here"});
    const auto excerpts = report.member("excerpts").as_list();
    BOOST_TEST_REQUIRE(excerpts.size() == 2U);
    BOOST_TEST(excerpts[0].member("shown").as_text() == "    {{ x\n    ^");
    BOOST_TEST(excerpts[1].member("shown").is_undefined());
}

BOOST_AUTO_TEST_CASE(a_long_report_comes_through) {
    const auto report = sent({std::string(1'000'000, 'x')});
    BOOST_TEST(report.member("excerpts").as_list()[0].member("message").as_text().size() ==
               1'000'000U);
}

BOOST_AUTO_TEST_CASE(what_was_lost_on_the_way_is_nothing) {
    const Message message{.kind = Message::Kind::trouble, .number = 5, .descriptors = {}};
    BOOST_TEST(take_trouble(message).is_undefined());
}

BOOST_AUTO_TEST_SUITE_END()
