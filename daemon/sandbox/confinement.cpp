#include "daemon/sandbox/confinement.hpp"

#include <string.h>  // explicit_bzero, a GNU extension
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/log.hpp"
#include "base/processors.hpp"
#include "daemon/sandbox/capabilities.hpp"
#include "daemon/site/modules.hpp"

namespace tined::daemon {
namespace {

// A core has the keys in it, and so has the memory that another process of the same user could
// read: of a process that is not dumpable nobody but root reads either (prctl(2), ptrace(2)).
std::expected<void, base::SystemError> leave_no_core() {
    const rlimit none = {.rlim_cur = 0, .rlim_max = 0};
    if (::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
        return {};
    return std::unexpected(base::SystemError::from_errno("turn core dumps off"));
}

// They stand in the memory that /proc/PID/environ shows. The master keeps its own for a reload.
void wipe_environment(const config::Document& document) {
    for (const std::string& name : document.secret_variables) {
        char* const value = std::getenv(name.c_str());
        if (value == nullptr) continue;
        ::explicit_bzero(value, ::strlen(value));
        ::unsetenv(name.c_str());
    }
}

// Before the sandbox, in which nothing is executed that was not in memory before. A worker serves
// without what it cannot load: other routes need no module.
void load_code(const Inheritance& inheritance) {
    Configuration& configuration = inheritance.configuration;
    const auto troubles = load_modules(configuration.settings().modules, configuration.handlers,
                                       &inheritance.row.code);
    for (const std::string& trouble : troubles) log::error("{}", trouble);
}

bool holds_secrets(const config::Loaded& loaded) {
    return !loaded.settings.cookies.keys.keys.empty() || !loaded.document.secret_files.empty() ||
           !loaded.document.secret_variables.empty();
}

}  // namespace

std::expected<void, base::SystemError> confine(const Inheritance& inheritance) {
    const config::Loaded& loaded = inheritance.configuration.loaded;
    if (loaded.settings.affinity) {
        if (auto pinned = base::pin_to_processor(inheritance.slot); !pinned) return pinned;
    }
    if (inheritance.identity) {
        if (auto became = become(*inheritance.identity); !became) return became;
    }
    if (auto given_up = give_up_capabilities(); !given_up) return given_up;
    if (holds_secrets(loaded)) {
        // After the user was changed, which makes the kernel set it anew.
        if (auto left = leave_no_core(); !left) return left;
    }
    wipe_environment(loaded.document);
    ::umask(077);
    load_code(inheritance);
    if (inheritance.sandbox == nullptr) return {};
    return inheritance.sandbox->enter(inheritance.row.refused_calls);
}

}  // namespace tined::daemon
