#include "base/system_error.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>

using namespace tined;

BOOST_AUTO_TEST_CASE(an_error_keeps_its_errno_and_tells_it_in_words) {
    const base::SystemError error(EACCES, "open /etc/shadow");
    BOOST_TEST(error.code() == EACCES);
    BOOST_TEST(error.about() == "open /etc/shadow");
    BOOST_TEST(error.what() == "open /etc/shadow: Permission denied");
}

BOOST_AUTO_TEST_CASE(an_error_takes_errno_as_it_is_and_names_the_object_if_there_is_one) {
    errno = EADDRINUSE;
    BOOST_TEST(base::SystemError::from_errno("bind", "127.0.0.1:80").what() ==
               "bind 127.0.0.1:80: Address already in use");
    errno = EPERM;
    BOOST_TEST(base::SystemError::from_errno("fork").what() == "fork: Operation not permitted");
}

BOOST_AUTO_TEST_CASE(errors_are_equal_if_both_what_and_why_are) {
    const base::SystemError error(ENOENT, "open x");
    BOOST_TEST((error == base::SystemError(ENOENT, "open x")));
    BOOST_TEST((error != base::SystemError(ENOENT, "open y")));
    BOOST_TEST((error != base::SystemError(EPERM, "open x")));
}
