// Amounts as the configuration writes them: sizes and durations, strict and without blanks.
// Pure: also used for the command line's options and for what handlers read themselves.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tined::config {

/// Bytes: "512", "64KiB", "10MiB", "2GiB". Empty for anything else, "64K" and "64KB" among it:
/// whether those are 1000 or 1024 is not to be guessed.
std::optional<std::uint64_t> parse_size(std::string_view text) noexcept;

/// "250ms", "30s", "5m", "1h", "31d": one whole number and its unit. Empty for anything else, and
/// for what is longer than a hundred years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

/// The same amount as the configuration would write it, in the largest unit that it is whole in.
std::string write_size(std::uint64_t bytes);
std::string write_duration(std::chrono::milliseconds duration);

}  // namespace tined::config
