#include "daemon/control/control_path.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

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

std::string name_for(const std::string& file) {
    constexpr std::size_t digits = 16;
    const std::string hash = crypto::to_hex(crypto::sha256(real_path(file))).substr(0, digits);
    return fmt::format("control-{}.sock", hash);
}

fs::path folder_in_tmp() { return fmt::format("/tmp/tined-{}", ::geteuid()); }

fs::path own_folder() {
    if (::geteuid() == 0) return folder_of_services;
    return folder_named_by("XDG_RUNTIME_DIR").value_or(folder_in_tmp());
}

// Another user may have made it, to be taken for a master.
std::expected<void, base::SystemError> check_private(const fs::path& folder) {
    struct stat status = {};
    if (::lstat(folder.c_str(), &status) != 0) {
        return std::unexpected(base::SystemError::from_errno("use", folder.native()));
    }
    const bool is_closed = S_ISDIR(status.st_mode) && (status.st_mode & 077) == 0;
    if (is_closed && status.st_uid == ::geteuid()) return {};
    return std::unexpected(base::SystemError(
        EPERM, folder.native() + " is not a folder of this user alone, with mode 0700"));
}

void add(std::vector<fs::path>& found, fs::path path) {
    if (std::ranges::find(found, path) == found.end()) found.push_back(std::move(path));
}

// tined.service has /run/tined, each instance of tined@.service a /run/tined-INSTANCE.
void add_those_of_services(std::vector<fs::path>& found) {
    add(found, folder_of_services / name_in_a_services_folder);
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
    for (fs::path& instance : instances) add(found, std::move(instance));
}

}  // namespace

fs::path control_path(const std::optional<fs::path>& named, const std::string& file) {
    if (named) return *named;
    if (const auto folder = folder_named_by("RUNTIME_DIRECTORY")) {
        return *folder / name_in_a_services_folder;
    }
    return own_folder() / name_for(file);
}

std::expected<void, base::SystemError> make_folder_of(const fs::path& path) {
    const fs::path folder = path.parent_path();
    if (folder.empty()) return {};
    const bool is_in_tmp = folder == folder_in_tmp();
    ::mkdir(folder.c_str(), is_in_tmp ? 0700 : 0755);  // what is missing after it bind(2) tells
    return is_in_tmp ? check_private(folder) : std::expected<void, base::SystemError>();
}

std::vector<fs::path> control_candidates(const std::optional<fs::path>& named,
                                         const std::string& file) {
    std::vector<fs::path> found;
    if (named) found.push_back(*named);
    add(found, control_path({}, file));
    add(found, own_folder() / name_for(file));
    if (check_private(folder_in_tmp())) add(found, folder_in_tmp() / name_for(file));
    add_those_of_services(found);
    return found;
}

std::string real_path(const std::string& file) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    if (error) return file;
    const fs::path real = fs::weakly_canonical(absolute, error);
    return error ? file : real.string();
}

}  // namespace tined::daemon
