// Which modules have changed from one reading of the configuration to the next: the file says the
// same of them, and yet their code is another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/module_settings.hpp"

namespace tined::daemon {

/// What tells one version of a file from another without reading it; all 0: it is not there.
struct ModuleVersion {
    std::string name;  ///< the module's, as the configuration has it
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified = 0;  ///< nanoseconds since 1970

    bool operator==(const ModuleVersion&) const = default;
};

std::vector<ModuleVersion> versions_of(const std::vector<config::Module>& modules);

/// "modules: ./shop.so has changed", a line for each of those that are in both.
std::vector<std::string> changed_modules(const std::vector<ModuleVersion>& before,
                                         const std::vector<ModuleVersion>& now);

}  // namespace tined::daemon
