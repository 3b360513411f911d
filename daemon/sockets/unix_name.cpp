#include "daemon/sockets/unix_name.hpp"

#include <cerrno>
#include <cstddef>
#include <string>

namespace tined::daemon {

std::expected<UnixName, base::SystemError> unix_name(const std::filesystem::path& path) {
    UnixName name;
    const std::string& text = path.native();
    if (text.size() >= sizeof name.address.sun_path) {
        return std::unexpected(base::SystemError(ENAMETOOLONG, "use the path " + text));
    }
    name.address.sun_family = AF_UNIX;
    text.copy(name.address.sun_path, text.size());
    name.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size() + 1);
    return name;
}

}  // namespace tined::daemon
