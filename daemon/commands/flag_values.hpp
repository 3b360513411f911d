// What the values of tined's own flags may be. An error is one line that goes on after the flag's
// name: "expected a port from 0 to 65535, found "abc"".
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/log.hpp"

namespace tined::daemon {

std::expected<std::uint16_t, std::string> parse_port(std::string_view text);
/// `auto` is one for each core that this process may use, as it is without the flag and the key.
std::expected<unsigned, std::string> parse_workers(std::string_view text);
std::expected<bool, std::string> parse_truth(std::string_view text);
std::expected<log::Level, std::string> parse_level(std::string_view text);

}  // namespace tined::daemon
