#include "crypto/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

#include "base/text.hpp"

namespace tined::crypto {

void fill_random(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::system_category(), "getrandom");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill_random(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

std::string random_hex(std::size_t bytes) { return base::to_hex(random_bytes(bytes)); }

}  // namespace tined::crypto
