#include "daemon/commands/options.hpp"

#include <boost/test/unit_test.hpp>

#include "base/process.hpp"

namespace tined::daemon {
namespace {

config::OptionTable table() {
    config::OptionTable site;
    site.push_back({.name = "greeting", .value = value::Value("hello"), .help = "what to say"});
    site.push_back({.name = "log_all",
                    .type = config::OptionType::boolean,
                    .value = value::Value(false),
                    .help = ""});
    site.push_back({.name = "pin",
                    .type = config::OptionType::integer,
                    .value = value::Value(4711),
                    .help = "",
                    .is_secret = true});
    return site;
}

Options read(const Arguments& arguments) {
    auto options = read_options(arguments, table());
    BOOST_TEST_REQUIRE(options.has_value());
    return std::move(*options);
}

std::string why_not(const Arguments& arguments) {
    const auto options = read_options(arguments, table());
    BOOST_TEST_REQUIRE(!options.has_value());
    BOOST_TEST((options.error().code == ExitCode::wrong_command_line));
    BOOST_TEST_REQUIRE(options.error().lines.size() == 1u);
    BOOST_TEST(options.error().lines[0].find('\n') == std::string::npos);
    return options.error().lines[0];
}

BOOST_AUTO_TEST_CASE(nothing_means_serve_as_the_file_says) {
    const Options options = read({});
    BOOST_TEST((options.command == Command::serve));
    BOOST_TEST(!options.config.has_value());
    BOOST_TEST(!options.port.has_value());
    BOOST_TEST(!options.debug.has_value());
    BOOST_TEST(options.of_site.empty());
}

BOOST_AUTO_TEST_CASE(each_flag_fills_its_value) {
    const Options options =
        read({"--config", "a.yaml", "--host=::1", "--port", "0", "--workers", "3", "--debug",
              "--log-level", "warning", "--pid-file", "p", "--set", "a=1", "--set", "b=2"});
    BOOST_TEST(options.config.value() == "a.yaml");
    BOOST_TEST(options.host.value() == "::1");
    BOOST_TEST(options.port.value() == 0);
    BOOST_TEST(options.workers.value() == 3u);
    BOOST_TEST(options.debug.value());
    BOOST_TEST((options.log_level == log::Level::warning));
    BOOST_TEST((options.pid_file == "p"));
    const std::vector<std::string> set = {"a=1", "b=2"};
    BOOST_TEST(options.set == set, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_flag_that_is_on_or_off_may_say_so) {
    BOOST_TEST(!read({"--debug=false"}).debug.value());
    BOOST_TEST(read({"--debug=true"}).debug.value());
}

BOOST_AUTO_TEST_CASE(commands_take_the_flags_before_and_after_them) {
    BOOST_TEST((read({"check", "--config", "a"}).config == "a"));
    BOOST_TEST((read({"--config", "a", "check"}).command == Command::check));
    BOOST_TEST((read({"-t"}).command == Command::check));
    BOOST_TEST((read({"routes"}).command == Command::routes));
    const Options options = read({"render", "t.html", "-", "--templates", "d", "--no-autoescape"});
    BOOST_TEST((options.command == Command::render));
    BOOST_TEST(options.render.name == "t.html");
    BOOST_TEST(options.render.data.value() == "-");
    BOOST_TEST(options.render.folder.value() == "d");
    BOOST_TEST(!options.render.autoescape);
    BOOST_TEST(read({"render", "-"}).render.autoescape);
}

BOOST_AUTO_TEST_CASE(the_sites_options_are_typed_flags) {
    const Options options = read({"--greeting", "hi", "--log-all", "--pin=7"});
    BOOST_TEST_REQUIRE(options.of_site.size() == 3u);
    BOOST_TEST((options.of_site[0].second == value::Value("hi")));
    BOOST_TEST((options.of_site[1].second == value::Value(true)));
    BOOST_TEST((options.of_site[2].second == value::Value(7)));
    BOOST_TEST((read({"--log_all=false"}).of_site[0].second == value::Value(false)));
}

BOOST_AUTO_TEST_CASE(what_may_be_the_sites_is_left_out_at_first) {
    const auto own = read_own_options({"--greeting=hi", "--set", "a=1", "--port", "1"});
    BOOST_TEST_REQUIRE(own.has_value());
    BOOST_TEST(own->port.value() == 1);
    BOOST_TEST(own->set.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_unknown_flag_names_the_nearest) {
    BOOST_TEST(why_not({"--prot", "1"}) == "unknown option --prot; did you mean --port?");
    BOOST_TEST(why_not({"--greting=x"}) == "unknown option --greting; did you mean --greeting?");
    BOOST_TEST(why_not({"--xyzzy"}) == "unknown option --xyzzy");
    BOOST_TEST(why_not({"chekc"}) == "unknown command chekc; did you mean check?");
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_type_is_told_and_a_secret_one_not_shown) {
    BOOST_TEST(why_not({"--pin=topsecret"}) == "--pin: expected a whole number");
    BOOST_TEST(why_not({"--port", "abc"}) ==
               "--port: expected a port from 0 to 65535, found \"abc\"");
    BOOST_TEST(why_not({"--port", "65536"}).ends_with("found \"65536\""));
    for (const char* const text : {"x", "0", "1025"}) {
        BOOST_TEST(why_not({"--workers", text}) ==
                   std::string("--workers: expected auto or a number from 1 to 1024, found \"") +
                       text + "\"");
    }
    BOOST_TEST(why_not({"--debug=maybe"}) == "--debug: expected true or false, found \"maybe\"");
    BOOST_TEST(why_not({"--set", "foo"}) == "--set: expected KEY=VALUE, found \"foo\"");
    BOOST_TEST(why_not({"render"}) == "render: TEMPLATE is required");
}

BOOST_AUTO_TEST_CASE(a_level_that_there_is_not_names_those_that_there_are) {
    const std::string expected = "--log-level: expected debug, info, warning or error, found ";
    BOOST_TEST(why_not({"--log-level", "warn"}) == expected + "\"warn\"; did you mean warning?");
    BOOST_TEST(why_not({"--log-level", "warnign"}) ==
               expected + "\"warnign\"; did you mean warning?");
    BOOST_TEST(why_not({"--log-level", "0"}) == expected + "\"0\"");
    BOOST_TEST((read({"--log-level", "debug"}).log_level == log::Level::debug));
    BOOST_TEST((read({"--log-level", "error"}).log_level == log::Level::error));
}

BOOST_AUTO_TEST_CASE(workers_may_be_one_a_core) {
    BOOST_TEST(read({"--workers", "auto"}).workers.value() == base::cpu_count());
}

BOOST_AUTO_TEST_CASE(a_file_without_its_flag_is_taken_for_what_it_is) {
    const std::string said = "unknown command tined.yaml; did you mean --config tined.yaml?";
    BOOST_TEST(why_not({"tined.yaml"}) == said);
    BOOST_TEST(why_not({"check", "tined.yaml"}) == said);
}

BOOST_AUTO_TEST_CASE(a_commands_help_needs_nothing_else_and_tells_of_the_flags) {
    for (const char* const command : {"render", "check", "routes"}) {
        const Options options = read({command, "--help"});
        BOOST_TEST((options.command == Command::help));
        BOOST_TEST(options.help.find(command) != std::string::npos);
        BOOST_TEST(options.help.find("--config") != std::string::npos);
        BOOST_TEST(options.help.find("--set") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(help_shows_the_sites_options_and_no_secret) {
    const Options options = read({"--help"});
    BOOST_TEST((options.command == Command::help));
    BOOST_TEST(options.help.find("Options of the site") != std::string::npos);
    BOOST_TEST(options.help.find("what to say (default: \"hello\")") != std::string::npos);
    BOOST_TEST(options.help.find("4711") == std::string::npos);
}

}  // namespace
}  // namespace tined::daemon
