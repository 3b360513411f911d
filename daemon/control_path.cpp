#include "daemon/control_path.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include "crypto/digest.hpp"

namespace tined::daemon {
namespace {

namespace fs = std::filesystem;

const fs::path folder_of_services = "/run/tined";
constexpr std::string_view name_in_a_services_folder = "control.sock";

std::optional<fs::path> folder_named_by(const char* variable) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    // systemd.exec(5): several are joined with colons; the first is the service's own.
    const std::string_view first =
        std::string_view(text).substr(0, std::string_view(text).find(':'));
    if (!first.starts_with('/')) return std::nullopt;
    return fs::path(first);
}

std::optional<fs::path> path_for(const std::string& file) {
    constexpr std::size_t digits = 16;
    const auto folder =
        ::geteuid() == 0 ? std::optional(folder_of_services) : folder_named_by("XDG_RUNTIME_DIR");
    if (!folder) return std::nullopt;
    const std::string hash = crypto::to_hex(crypto::sha256(real_path(file))).substr(0, digits);
    return *folder / fmt::format("control-{}.sock", hash);
}

// tined.service has /run/tined, each instance of tined@.service a /run/tined-INSTANCE.
void add_those_of_services(std::vector<fs::path>& found) {
    found.push_back(folder_of_services / name_in_a_services_folder);
    const std::string beginning = folder_of_services.filename().string() + "-";
    std::vector<fs::path> instances;
    std::error_code error;
    for (fs::directory_iterator entry(folder_of_services.parent_path(), error), end;
         !error && entry != end; entry.increment(error)) {
        if (entry->path().filename().string().starts_with(beginning)) {
            instances.push_back(entry->path() / name_in_a_services_folder);
        }
    }
    std::ranges::sort(instances);
    found.insert(found.end(), instances.begin(), instances.end());
}

}  // namespace

std::optional<fs::path> control_path(const std::optional<fs::path>& named,
                                     const std::string& file) {
    if (named) return named;
    if (const auto folder = folder_named_by("RUNTIME_DIRECTORY")) {
        return *folder / name_in_a_services_folder;
    }
    return path_for(file);
}

std::vector<fs::path> control_candidates(const std::optional<fs::path>& named,
                                         const std::string& file) {
    if (named) return {*named};
    std::vector<fs::path> found;
    if (const auto here = control_path({}, file)) found.push_back(*here);
    if (const auto own = path_for(file)) found.push_back(*own);
    add_those_of_services(found);
    return found;
}

std::string real_path(const std::string& file) {
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    return error ? file : real.string();
}

}  // namespace tined::daemon
