// What a worker gives up before it serves anybody, all of it in one place and in order.
#pragma once

#include <expected>

#include "daemon/inheritance.hpp"

namespace tined::daemon {

/// In a worker that was just forked: its processor (`affinity`), its user and groups, all
/// capabilities, core dumps where it holds keys, the secrets in its environment, a umask that lets
/// nobody else read what it makes, and then the sandbox. After an error the process must end.
std::expected<void, base::SystemError> confine(const Inheritance& inheritance);

}  // namespace tined::daemon
