#include "daemon/failure.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_CASE(each_line_is_told_on_standard_error_with_the_programs_name) {
    auto pipe = base::make_pipe();
    BOOST_TEST_REQUIRE(pipe.has_value());
    const base::Descriptor kept(::dup(STDERR_FILENO));
    ::dup2(pipe->writer.get(), STDERR_FILENO);
    tell(Failure(ExitCode::failed_at_work, std::vector<std::string>{"one", "two"}));
    ::dup2(kept.get(), STDERR_FILENO);
    pipe->writer.reset();
    BOOST_TEST(base::read_whole(pipe->reader.get(), 100).value() == "tined: one\ntined: two\n");
}

BOOST_AUTO_TEST_CASE(the_exit_codes_are_those_that_the_manual_promises) {
    BOOST_TEST(static_cast<int>(ExitCode::done) == 0);
    BOOST_TEST(static_cast<int>(ExitCode::failed_at_work) == 1);
    BOOST_TEST(static_cast<int>(ExitCode::wrong_command_line) == 2);
    BOOST_TEST(static_cast<int>(ExitCode::wrong_configuration) == 78);
}

}  // namespace
}  // namespace tined::daemon
