#include "tests/app/api_examples.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <string>

#include "base/descriptor.hpp"

namespace {

using tined::base::Descriptor;

// What a program writes to standard output while it runs.
std::string printed_by(int (*main)()) {
    const Descriptor file(memfd_create("printed", MFD_CLOEXEC));
    BOOST_TEST_REQUIRE(std::fflush(stdout) == 0);
    const Descriptor before(dup(STDOUT_FILENO));
    BOOST_TEST_REQUIRE(dup2(file.get(), STDOUT_FILENO) == STDOUT_FILENO);
    const int code = main();
    std::fflush(stdout);
    dup2(before.get(), STDOUT_FILENO);
    BOOST_TEST(code == 0);
    std::string printed(65536, '\0');
    const ssize_t size = pread(file.get(), printed.data(), printed.size(), 0);
    BOOST_TEST_REQUIRE(size >= 0);
    printed.resize(static_cast<std::size_t>(size));
    return printed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_examples_)

BOOST_AUTO_TEST_CASE(each_page_prints_what_it_says) {
    for (const tests::ApiExample& example : tests::api_examples()) {
        BOOST_TEST(printed_by(example.main) == example.prints, example.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
