#include "daemon/pid_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

std::string content() { return fmt::format("{}\n", ::getpid()); }

}  // namespace

std::expected<PidFile, base::SystemError> PidFile::write(std::filesystem::path path) {
    // mkostemp(3) makes a name that nobody else has, so no planted link is followed.
    std::string fresh = path.string() + ".XXXXXX";
    const base::Descriptor file(::mkostemp(fresh.data(), O_CLOEXEC));
    if (!file) return std::unexpected(base::SystemError::from_errno("write", path.string()));
    auto written = base::write_whole(file.get(), content());
    if (written &&
        (::fchmod(file.get(), 0644) != 0 || ::rename(fresh.c_str(), path.c_str()) != 0)) {
        written = std::unexpected(base::SystemError::from_errno("write", path.string()));
    }
    if (written) return PidFile(std::move(path));
    ::unlink(fresh.c_str());
    return std::unexpected(written.error());
}

void PidFile::remove() const {
    constexpr std::size_t longest_pid = 32;
    const auto held = base::read_whole(path_.string(), longest_pid);
    if (held && *held == content()) ::unlink(path_.c_str());
}

}  // namespace tined::daemon
