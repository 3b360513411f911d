#include "daemon/site/site_tests.hpp"

#include <fmt/format.h>

#include "daemon/logs/unheard.hpp"
#include "event/executor.hpp"
#include "event/loop.hpp"
#include "handlers/site_check.hpp"

namespace tined::daemon {

std::vector<std::string> run_site_tests(Configuration& configuration) {
    std::vector<std::string> failed;
    event::Loop loop;  // for handlers, which may wait
    const event::Executor executor(loop, 1);
    log_unheard(loop);
    for (const handlers::SiteCheck& test : configuration.site->tests()) {
        const auto why = handlers::run_site_check(test, *configuration.site,
                                                  configuration.settings().cookies.keys, loop);
        if (!why) continue;
        config::Problem problem = test.place;
        problem.message = fmt::format("{}: {}", test.request, *why);
        failed.push_back(problem.to_string());
    }
    return failed;
}

}  // namespace tined::daemon
