// The entry point of every test program: Boost.Test's runner over the cases linked beside it.
#define BOOST_TEST_MODULE tined
#include <boost/test/unit_test.hpp>
