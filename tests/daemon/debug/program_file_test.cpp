#include "daemon/debug/program_file.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

namespace fs = std::filesystem;

struct Fixture {
    Fixture() { fs::copy_file("/bin/true", program); }
    tests::TemporaryFolder folder;
    fs::path program = folder.path() / "program";
};

BOOST_FIXTURE_TEST_SUITE(program_file, Fixture)

BOOST_AUTO_TEST_CASE(a_program_is_whole_and_what_is_no_program_is_not) {
    BOOST_TEST(is_whole_program(program));
    BOOST_TEST(!is_whole_program(folder.path() / "gone"));
    BOOST_TEST(!is_whole_program(folder.path()));
    const fs::path text = folder.write("text", "#!/bin/sh\n");
    fs::permissions(text, fs::perms::owner_all);
    BOOST_TEST(!is_whole_program(text));
}

BOOST_AUTO_TEST_CASE(one_that_lacks_its_end_or_may_not_be_executed_is_not_whole) {
    const auto size = fs::file_size(program);
    for (const auto left : {std::uintmax_t{0}, std::uintmax_t{40}, size / 2, size - 1}) {
        fs::resize_file(program, left);
        BOOST_TEST(!is_whole_program(program), left);
        fs::copy_file("/bin/true", program, fs::copy_options::overwrite_existing);
    }
    BOOST_TEST(is_whole_program(program));
    fs::permissions(program, fs::perms::owner_read);
    BOOST_TEST(!is_whole_program(program));
}

BOOST_AUTO_TEST_CASE(one_that_somebody_writes_is_not_whole) {
    {
        const std::ofstream writer(program, std::ios::app);
        BOOST_TEST(!is_whole_program(program));
    }
    BOOST_TEST(is_whole_program(program));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
