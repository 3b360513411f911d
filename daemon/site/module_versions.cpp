#include "daemon/site/module_versions.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/text.hpp"

namespace tined::daemon {

std::vector<ModuleVersion> versions_of(const std::vector<config::Module>& modules) {
    std::vector<ModuleVersion> versions;
    for (const config::Module& module : modules) {
        ModuleVersion& version = versions.emplace_back();
        version.name = module.name;
        struct stat status = {};
        if (::stat(module.file.c_str(), &status) != 0) continue;
        version.device = status.st_dev;
        version.inode = status.st_ino;
        version.size = static_cast<std::uint64_t>(status.st_size);
        version.modified = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
    }
    return versions;
}

std::vector<std::string> changed_modules(const std::vector<ModuleVersion>& before,
                                         const std::vector<ModuleVersion>& now) {
    std::vector<std::string> lines;
    for (const ModuleVersion& module : now) {
        const auto known = std::ranges::find(before, module.name, &ModuleVersion::name);
        if (known == before.end() || *known == module) continue;
        lines.push_back(
            fmt::format("modules: {} has changed", base::escape_for_message(module.name)));
    }
    return lines;
}

}  // namespace tined::daemon
