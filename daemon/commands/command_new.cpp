#include "daemon/commands/command_new.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "daemon/commands/new_module.hpp"

namespace tined::daemon {
namespace {

Failure at_work(const base::SystemError& error) {
    return Failure(ExitCode::failed_at_work, error.what());
}

std::expected<void, base::SystemError> write_file(const std::string& path,
                                                  const std::string& content) {
    constexpr mode_t to_read = 0666;
    const base::Descriptor out(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, to_read));
    if (!out) return std::unexpected(base::SystemError::from_errno("make", path));
    const auto written = base::write_whole(out.get(), content);
    if (written) return {};
    return std::unexpected(base::SystemError(written.error().code(), "write " + path));
}

// The folder is this command's from the moment that it is made: what fails later takes it away.
std::expected<void, Failure> write_files(const std::string& folder) {
    constexpr mode_t for_all = 0777;
    if (::mkdir(folder.c_str(), for_all) != 0) {
        return std::unexpected(at_work(base::SystemError::from_errno("make the folder", folder)));
    }
    for (const NewFile& file : new_module(folder)) {
        const auto written = write_file(folder + "/" + file.name, file.content);
        if (written) continue;
        std::error_code stays;  // the first error is the one to tell
        std::filesystem::remove_all(folder, stays);
        return std::unexpected(at_work(written.error()));
    }
    return {};
}

std::expected<void, Failure> make(const Arguments& arguments) {
    const auto options = read_options(arguments, {});
    if (!options) return std::unexpected(options.error());
    const std::string& name = options->make.name;
    if (options->make.what != "module" || !is_module_name(name)) {
        return std::unexpected(Failure(
            ExitCode::wrong_command_line,
            fmt::format(
                "new: expected module NAME, with a name of small letters, digits and _ that "
                "begins with a letter and is no target of CMake's own; "
                "found {} {}",
                base::escape_for_message(options->make.what), base::escape_for_message(name))));
    }
    if (auto written = write_files(name); !written) return written;
    fmt::print(
        "made {0}/: {0}.cpp has a handler, tined.yaml its route and its tests. Next:\n"
        "  cd {0}\n"
        "  cmake -B build && cmake --build build && ctest --test-dir build\n"
        "  tined\n",
        name);
    return {};
}

}  // namespace

ExitCode command_new(const Arguments& arguments) {
    const auto done = make(arguments);
    if (done) return ExitCode::done;
    tell(done.error());
    return done.error().code;
}

}  // namespace tined::daemon
