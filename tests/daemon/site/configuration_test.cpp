#include "daemon/site/configuration.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "tests/support/few_descriptors.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

/// A folder with a tined.yaml, which the process stands in.
class InFolder {
public:
    explicit InFolder(std::string_view yaml) : before_(std::filesystem::current_path()) {
        folder_.write("tined.yaml", yaml);
        std::filesystem::current_path(folder_.path());
    }
    ~InFolder() { std::filesystem::current_path(before_); }
    InFolder(const InFolder&) = delete;
    InFolder& operator=(const InFolder&) = delete;

    const tests::TemporaryFolder& folder() const { return folder_; }

private:
    tests::TemporaryFolder folder_;
    std::filesystem::path before_;
};

constexpr std::string_view site =
    "listen: 127.0.0.1:81\nworkers: 2\ndebug: true\n"
    "options: {greeting: {type: string, default: hello}}\nroutes: [{path: /, text: a}]\n";

const config::Settings& settings_of(const std::unique_ptr<Configuration>& configuration) {
    return configuration->settings();
}

BOOST_AUTO_TEST_CASE(without_flags_the_file_says_all) {
    const InFolder here(site);
    const auto read = read_configuration({}, {});
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((*read)->file == "tined.yaml");
    BOOST_TEST(config::to_string(settings_of(*read).listen.front().address) == "127.0.0.1:81");
    BOOST_TEST(settings_of(*read).workers.value() == 2u);
    BOOST_TEST(settings_of(*read).debug);
    BOOST_TEST((*read)->site != nullptr);
}

BOOST_AUTO_TEST_CASE(a_shortage_of_the_machine_is_no_wrong_file) {
    const InFolder here(site);
    const tests::FewDescriptors none(tests::next_descriptor());
    const auto read = read_configuration({}, {});
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST(read.error().lines.front() == "tined.yaml: Too many open files");
    BOOST_TEST((read.error().code == ExitCode::failed_at_work));
}

BOOST_AUTO_TEST_CASE(a_flag_overrides_the_file) {
    const InFolder here(site);
    const auto read = read_configuration(
        {"--workers=5", "--debug=false", "--log-level=error", "--pid-file=p", "--greeting=hi"}, {});
    BOOST_TEST_REQUIRE(read.has_value());
    const config::Settings& settings = settings_of(*read);
    BOOST_TEST(settings.workers.value() == 5u);
    BOOST_TEST(!settings.debug);
    BOOST_TEST((settings.log.level == log::Level::error));
    BOOST_TEST((settings.pid_file == "p"));
    BOOST_TEST((settings.options.front().value == value::Value("hi")));
}

BOOST_AUTO_TEST_CASE(host_and_port_replace_listen_and_the_other_half_is_the_defaults) {
    const InFolder here(site);
    const auto listens = [](const Arguments& arguments) {
        const auto read = read_configuration(arguments, {});
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST_REQUIRE(settings_of(*read).listen.size() == 1u);
        return config::to_string(settings_of(*read).listen.front().address);
    };
    BOOST_TEST(listens({"--port", "9"}) == "127.0.0.1:9");
    BOOST_TEST(listens({"--host", "0.0.0.0"}) == "0.0.0.0:8888");
    BOOST_TEST(listens({"--host", "::1", "--port", "9"}) == "[::1]:9");
}

BOOST_AUTO_TEST_CASE(a_flag_that_is_wrong_is_told_when_the_file_is_right) {
    const InFolder here(site);
    const auto read = read_configuration({"--nothing"}, {});
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST((read.error().code == ExitCode::wrong_command_line));
}

BOOST_AUTO_TEST_CASE(all_that_is_wrong_with_the_file_comes_before_an_unknown_flag) {
    const InFolder here("wrokers: 2\nlimits: {header_cuont: 1}\nroutes: []\n");
    const auto read = read_configuration({"--nothing"}, {});
    BOOST_TEST_REQUIRE(!read.has_value());
    BOOST_TEST((read.error().code == ExitCode::wrong_configuration));
    BOOST_TEST(read.error().lines.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_named_is_the_one) {
    const InFolder here(site);
    here.folder().write("other.yaml", "workers: 7\nroutes: []\n");
    const auto read = read_configuration({"--config", "other.yaml"}, {});
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(settings_of(*read).workers.value() == 7u);
}

BOOST_AUTO_TEST_CASE(the_table_of_options_is_empty_when_the_file_is_broken) {
    const InFolder here("routes: [\n");
    BOOST_TEST(site_options({}).empty());
}

BOOST_AUTO_TEST_CASE(a_program_that_has_its_configuration_in_itself_is_asked_for_no_file) {
    const Program program{.configuration =
                              Program::Text{.name = "the app", .yaml = "workers: 3\nroutes: []\n"}};
    const auto read = read_configuration({"words", "--of-its-own"}, program);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(settings_of(*read).workers.value() == 3u);
    BOOST_TEST((*read)->file == "the app");
}

BOOST_AUTO_TEST_CASE(the_handlers_of_a_program_can_be_named_in_every_file) {
    const InFolder here("routes: [{path: /, handler: own}]\n");
    Program program;
    program.handlers.add({.name = "own"});
    BOOST_TEST(read_configuration({}, program).has_value());
    BOOST_TEST(!read_configuration({}, {}).has_value());
}

}  // namespace
}  // namespace tined::daemon
