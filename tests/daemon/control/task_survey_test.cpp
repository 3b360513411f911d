#include "daemon/control/task_survey.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>

#include "daemon/channel.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

/// Workers of which only the other ends of the channels are there.
struct Fixture {
    MasterLoop loop;
    Workforce workforce{base::Scoreboard::make(4).value()};
    TaskSurvey survey{loop, workforce};
    std::vector<base::Descriptor> ends;
    std::optional<value::Value> told;

    Worker& add(pid_t pid, Life life = Life::serving) {
        auto channel = make_channel().value();
        ends.push_back(std::move(channel.worker));
        return workforce.add({.pid = pid,
                              .slot = static_cast<unsigned>(pid),
                              .channel = std::move(channel.master),
                              .since = {},
                              .life = life,
                              .listening = {},
                              .patience = {}});
    }
    void begin() {
        survey.begin([this](const std::string& json) { told = value::parse_json(json).value(); });
    }
    Message asked(std::size_t end) {
        auto message = receive(ends[end].get());
        BOOST_REQUIRE(message.has_value());
        BOOST_TEST((message->kind == Message::Kind::list_tasks));
        BOOST_REQUIRE(message->descriptors.size() == 1);
        return std::move(*message);
    }
    std::string member(std::size_t worker, std::string_view name) {
        return told->member("workers").as_list()[worker].member(name).print();
    }
};

BOOST_FIXTURE_TEST_SUITE(task_survey, Fixture)

BOOST_AUTO_TEST_CASE(without_workers_there_is_an_answer_at_once) {
    begin();
    BOOST_REQUIRE(told.has_value());
    BOOST_TEST(told->member("workers").size() == 0);
}

BOOST_AUTO_TEST_CASE(all_who_serve_are_asked_and_their_answers_put_together) {
    Worker& first = add(1);
    Worker& second = add(2);
    add(3, Life::retiring);
    begin();
    const Message to_first = asked(0);
    const Message to_second = asked(1);
    BOOST_TEST(!receive(ends[2].get()));
    BOOST_REQUIRE(base::write_whole(to_first.descriptors[0].get(), R"({"count":5,"tasks":[]})"));
    survey.on_listed(first, to_first.number);
    BOOST_TEST(!told.has_value());
    BOOST_REQUIRE(base::write_whole(to_second.descriptors[0].get(), "no \n JSON"));
    survey.on_listed(second, to_second.number);
    BOOST_REQUIRE(told.has_value());
    BOOST_TEST(member(0, "count") == "5");
    BOOST_TEST(member(1, "trouble") == "its answer is broken");
    BOOST_TEST(member(2, "trouble") == "it is retiring");
}

BOOST_AUTO_TEST_CASE(who_does_not_answer_is_told_as_such_and_who_does_later_disturbs_nothing) {
    Worker& deaf = add(1);
    begin();
    const Message message = asked(0);
    const auto begun = MasterLoop::Clock::now();
    while (!told) loop.run_once();
    BOOST_TEST((MasterLoop::Clock::now() - begun < 10 * TaskSurvey::patience));
    BOOST_TEST(member(0, "trouble") == "its loop stands still: no answer within 1 s");
    told.reset();
    survey.on_listed(deaf, message.number);
    BOOST_TEST(!told.has_value());
}

BOOST_AUTO_TEST_CASE(a_worker_that_dies_meanwhile_is_not_waited_for) {
    Worker& dead = add(1);
    begin();
    survey.on_death(dead);
    BOOST_REQUIRE(told.has_value());
    BOOST_TEST(member(0, "trouble") == "it has died");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
