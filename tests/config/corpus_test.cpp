// The corpus of wrong files: each tests/corpus/config/NAME.yaml must give exactly the lines of
// NAME.expected, no more and no fewer. To add one, write the two files.
#include <array>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "config/load.hpp"

namespace tined::config {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> flags = {
    "config", "host", "port", "workers", "debug", "log-level", "pid-file", "set", "help"};

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(file, "cannot read " << path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Errors name files as the user did: by their bare names, from within their folder.
class InCorpus {
public:
    InCorpus() : before_(fs::current_path()) {
        fs::current_path(fs::path(__FILE__).parent_path().parent_path() / "corpus" / "config");
    }
    ~InCorpus() { fs::current_path(before_); }

    std::vector<fs::path> files() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(".")) {
            if (entry.path().extension() == ".yaml") found.push_back(entry.path().filename());
        }
        return found;
    }

private:
    fs::path before_;
};

BOOST_AUTO_TEST_SUITE(corpus)

BOOST_FIXTURE_TEST_CASE(each_wrong_file_gives_exactly_the_messages_expected, InCorpus) {
    for (const fs::path& file : files()) {
        Problems problems;
        load(file.string(), {.set = {}, .flags = flags}, problems);
        const std::string expected = content_of(fs::path(file).replace_extension(".expected"));
        BOOST_TEST(problems.to_string() == expected, "the messages of " << file << " are\n"
                                                                        << problems.to_string());
        BOOST_TEST(!expected.empty(), file << " is not wrong");
    }
}

BOOST_FIXTURE_TEST_CASE(the_corpus_is_not_lost, InCorpus) { BOOST_TEST(files().size() >= 80u); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
