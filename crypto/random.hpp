// Unpredictable bytes, from the kernel's generator: getrandom(2). Safe after fork, for no state is
// kept in the process.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace tined::crypto {

/// Fills all of it. Throws std::system_error where the kernel has no generator: nothing that asked
/// for a secret may go on without one.
void fill_random(std::span<std::byte> bytes);
std::string random_bytes(std::size_t count);
/// An identifier of `bytes` random bytes, as twice as many lower-case hexadecimal digits.
std::string random_hex(std::size_t bytes);

}  // namespace tined::crypto
