// `tests:` of tined.yaml, all of them, as lines for people.
#pragma once

#include <string>
#include <vector>

#include "daemon/site/configuration.hpp"

namespace tined::daemon {

/// One line for each test that fails: "tined.yaml:30:5: tests[0]: GET /: ...".
std::vector<std::string> run_site_tests(Configuration& configuration);

}  // namespace tined::daemon
