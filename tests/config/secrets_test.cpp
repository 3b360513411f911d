#include "config/secrets.hpp"

#include <stdlib.h>

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "config/typed.hpp"
#include "tests/config/folder.hpp"
#include "tests/config/written.hpp"
#include "tests/support/few_descriptors.hpp"

namespace tined::config {
namespace {

/// A variable of the environment for one test.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) {
        ::setenv(name, value.c_str(), 1);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { ::unsetenv(name_); }

private:
    const char* name_;
};

BOOST_AUTO_TEST_SUITE(secrets)

BOOST_AUTO_TEST_CASE(a_variable_of_the_environment_is_taken_before_the_default) {
    const Variable set("TINED_TEST_SECRET", "from outside");
    Written text("a: !env TINED_TEST_SECRET not this\nb: !env TINED_TEST_UNSET  two words\n");
    resolve_secrets(text.document, text.problems);
    BOOST_TEST(text.said() == "");
    BOOST_TEST(text.at("a").node().text == "from outside");
    BOOST_TEST(text.at("b").node().text == "two words");
    BOOST_TEST(text.at("a").node().is_secret);
}

BOOST_AUTO_TEST_CASE(a_file_is_taken_without_the_white_space_at_its_end) {
    const Folder folder;
    const std::string path = folder.write("key", " secret \n\n");
    Written text("a: !file " + path + "\n");
    resolve_secrets(text.document, text.problems);
    BOOST_TEST(text.at("a").node().text == " secret");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_for_want_of_descriptors_is_no_wrong_one) {
    const Folder folder;
    Written text("a: !file " + folder.write("key", "secret") + "\n");
    {
        const tests::FewDescriptors none(tests::next_descriptor());
        resolve_secrets(text.document, text.problems);
    }
    BOOST_TEST(text.said().ends_with("Too many open files\n"));
    BOOST_TEST(text.problems.is_shortage());
}

BOOST_AUTO_TEST_CASE(a_pipe_is_no_secret_and_not_waited_for) {
    const Folder folder;
    const std::string path = folder.path("key");
    BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    Written text("a: !file " + path + "\n");
    resolve_secrets(text.document, text.problems);
    BOOST_TEST(text.said() ==
               "f:1:4: a: read " + path + ", which is no regular file: Operation not supported\n");
}

BOOST_AUTO_TEST_CASE(a_credential_is_a_file_of_the_folder_that_systemd_names) {
    const Folder folder;
    folder.write("cookie", "secret\n");
    const Variable set("CREDENTIALS_DIRECTORY", folder.path(""));
    Written text("a: !credential cookie\nb: !credential ../cookie\n");
    resolve_secrets(text.document, text.problems);
    BOOST_TEST(text.at("a").node().text == "secret");
    BOOST_TEST(text.said() == "f:2:4: b: expected !credential NAME\n");
}

BOOST_AUTO_TEST_CASE(without_systemd_there_are_no_credentials) {
    Written text("a: {b: [!credential cookie]}\n");
    resolve_secrets(text.document, text.problems);
    BOOST_TEST(text.said() ==
               "f:1:9: a.b[0]: no credentials were passed: CREDENTIALS_DIRECTORY is not set\n");
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_of_the_wrong_type_is_not_shown) {
    const Variable set("TINED_TEST_SECRET", "hush");
    Written text("a: !env TINED_TEST_SECRET\n");
    resolve_secrets(text.document, text.problems);
    as_duration(text.at("a"));
    BOOST_TEST(text.said().find("hush") == std::string::npos);
    BOOST_TEST(text.said().find("found a secret") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_secret_is_typed_by_its_key_like_any_other_text) {
    const Variable set("TINED_TEST_SECRET", "30s");
    Written text("a: !env TINED_TEST_SECRET\n");
    resolve_secrets(text.document, text.problems);
    BOOST_CHECK(as_duration(text.at("a")) == std::chrono::seconds(30));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_told_once) {
    Written text("a: !env TINED_TEST_UNSET\nb: !file no/such\n");
    resolve_secrets(text.document, text.problems);
    const std::string before = text.said();
    BOOST_TEST(before ==
               "f:1:4: a: the environment has no TINED_TEST_UNSET\n"
               "f:2:4: b: open no/such: No such file or directory\n");
    as_duration(text.at("a"));
    BOOST_TEST(text.said() == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
