#include "daemon/logs/log_sink.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/text.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

config::Log with(config::LogFormat format, log::Level level = log::Level::info) {
    config::Log settings;
    settings.format = format;
    settings.level = level;
    return settings;
}

struct Written {
    explicit Written(const config::Log& settings, const std::string& who = "slot 3")
        : pipe(base::make_pipe().value()), output(pipe.writer.get()), sink(output, settings, who) {}

    std::string read() {
        std::string text(65536, '\0');
        const auto got = ::read(pipe.reader.get(), text.data(), text.size());
        text.resize(static_cast<std::size_t>(got));
        return text;
    }

    base::Pipe pipe;
    LineOutput output;
    LogSink sink;
};

BOOST_AUTO_TEST_CASE(a_line_of_text_has_time_level_and_slot) {
    Written log({});
    log.sink.write(log::Level::warning, "a {} message");
    const std::string line = log.read();
    std::string shape = line.substr(0, line.find(' '));
    for (char& c : shape) {
        if (base::is_digit(c)) c = '9';
        if (c == '-' && &c > &shape[10]) c = '+';  // a zone west of Greenwich
    }
    BOOST_TEST(shape == "9999-99-99T99:99:99.999+99:99");
    BOOST_TEST(line.substr(shape.size()) == " warning slot 3: a {} message\n");
}

BOOST_AUTO_TEST_CASE(a_line_of_json_has_the_slot_as_a_number) {
    Written log(with(config::LogFormat::json));
    log.sink.write(log::Level::error, "a \"quoted\" message");
    const auto value = value::parse_json(log.read());
    BOOST_TEST_REQUIRE(value.has_value());
    const value::Map& map = value->as_map();
    BOOST_TEST((*map.find("level") == value::Value("error")));
    BOOST_TEST((*map.find("slot") == value::Value(3)));
    BOOST_TEST((*map.find("pid") == value::Value(::getpid())));
    BOOST_TEST((*map.find("message") == value::Value("a \"quoted\" message")));
    BOOST_TEST(map.find("time") != nullptr);
}

BOOST_AUTO_TEST_CASE(the_master_is_named_in_json) {
    Written log(with(config::LogFormat::json), "master");
    log.sink.write(log::Level::info, "x");
    const auto value = value::parse_json(log.read());
    BOOST_TEST_REQUIRE(value.has_value());
    BOOST_TEST((*value->as_map().find("slot") == value::Value("master")));
}

BOOST_AUTO_TEST_CASE(a_message_is_one_line_whatever_is_in_it) {
    for (const auto format : {config::LogFormat::text, config::LogFormat::json}) {
        Written log(with(format));
        log.sink.write(log::Level::info, "one\ntwo\x1b[2J\r");
        const std::string line = log.read();
        BOOST_TEST(line.find('\n') == line.size() - 1);
        BOOST_TEST(line.find('\x1b') == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_level_below_the_settings_is_not_taken) {
    const Written log(with(config::LogFormat::text, log::Level::warning));
    BOOST_TEST(!log.sink.takes(log::Level::info));
    BOOST_TEST(log.sink.takes(log::Level::warning));
    BOOST_TEST(log.sink.takes(log::Level::error));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_not_taken_is_not_written) {
    Written log(with(config::LogFormat::text, log::Level::error));
    log.sink.write(log::Level::warning, "below");
    log.sink.write(log::Level::error, "at the level");
    BOOST_TEST(log.read().ends_with(" error slot 3: at the level\n"));
    log.sink.write(log::Level::warning, "below");
    log.sink.write(log::Level::error, "again");
    BOOST_TEST(log.read().find("below") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_person_waits_for_is_announced_at_any_level) {
    Written log(with(config::LogFormat::text, log::Level::error));
    log.sink.announce("ready");
    BOOST_TEST(log.read().ends_with(" info slot 3: ready\n"));
}

BOOST_AUTO_TEST_CASE(the_journal_gets_the_level_and_no_time) {
    const auto pipe = base::make_pipe().value();
    LineOutput output(LogDestination(pipe.writer.get(), LogDestination::Wire::journal_stream));
    LogSink sink(output, {}, "slot 3");
    sink.write(log::Level::error, "one");
    sink.write(log::Level::warning, "two");
    sink.announce("three");
    std::string text(1000, '\0');
    text.resize(static_cast<std::size_t>(::read(pipe.reader.get(), text.data(), text.size())));
    BOOST_TEST(text == "<3>slot 3: one\n<4>slot 3: two\n<6>slot 3: three\n");
}

}  // namespace
}  // namespace tined::daemon
