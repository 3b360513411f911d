#include "daemon/worker_files.hpp"

#include <utility>

namespace tined::daemon {

std::vector<PathRule> worker_files(const Configuration& configuration) {
    std::vector<PathRule> rules;
    for (std::string& folder : configuration.site->folders()) rules.push_back({std::move(folder)});
    rules.push_back({.path = configuration.settings().server.spool,
                     .access = PathRule::Access::read_and_make_files});
    // libc reads the zone again when it is asked for the local time and the file has changed.
    for (const char* const zone : {"/etc/localtime", "/usr/share/zoneinfo"}) {
        rules.push_back({.path = zone, .may_be_missing = true});
    }
    if (!configuration.settings().debug) return rules;
    for (const std::string& file : configuration.loaded.document.files) {
        if (!file.starts_with("--")) rules.push_back({.path = file, .may_be_missing = true});
    }
    return rules;
}

}  // namespace tined::daemon
