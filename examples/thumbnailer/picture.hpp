// A picture in memory, as a binary PPM (P6, 8 bits) has it, and a smaller one made of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct Picture {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<std::uint8_t> pixels;  ///< red, green, blue; row by row
};

/// Nothing if the bytes are no such picture, or one of more than `most_pixels`.
inline constexpr std::size_t most_pixels = 64 * 1024 * 1024;
std::optional<Picture> read_picture(std::string_view bytes);
std::string write_picture(const Picture& picture);

/// Of that width (at least 1, and no wider than it is), in the same proportions: each pixel is the
/// mean of those that it stands for.
Picture made_smaller(const Picture& picture, std::size_t width);
