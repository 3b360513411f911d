#include "picture.hpp"

#include <algorithm>
#include <charconv>

namespace {

constexpr std::size_t colours = 3;

/// Takes the next number of the head, which ends with one white space. Comments are not taken.
std::optional<std::size_t> take_number(std::string_view& bytes) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
    const auto taken = static_cast<std::size_t>(end - bytes.data());
    if (error != std::errc() || taken == bytes.size()) return std::nullopt;
    if (bytes[taken] != ' ' && bytes[taken] != '\n') return std::nullopt;
    bytes.remove_prefix(taken + 1);
    return number;
}

/// Where the part number `index` of `parts` begins, of `whole`.
std::size_t begin_of(std::size_t index, std::size_t parts, std::size_t whole) {
    return index * whole / parts;
}

std::uint8_t mean(const Picture& of, std::size_t left, std::size_t right, std::size_t top,
                  std::size_t bottom, std::size_t colour) {
    std::uint64_t sum = 0;
    for (std::size_t y = top; y < bottom; ++y) {
        for (std::size_t x = left; x < right; ++x) {
            sum += of.pixels[(y * of.width + x) * colours + colour];
        }
    }
    return static_cast<std::uint8_t>(sum / ((right - left) * (bottom - top)));
}

}  // namespace

std::optional<Picture> read_picture(std::string_view bytes) {
    if (!bytes.starts_with("P6\n")) return std::nullopt;
    bytes.remove_prefix(3);
    const auto width = take_number(bytes);
    const auto height = take_number(bytes);
    const auto most = take_number(bytes);
    if (!width || !height || most != 255U || *width == 0 || *height == 0) return std::nullopt;
    if (*width > most_pixels / *height) return std::nullopt;
    if (bytes.size() != *width * *height * colours) return std::nullopt;
    return Picture{*width, *height, {bytes.begin(), bytes.end()}};
}

std::string write_picture(const Picture& picture) {
    std::string bytes =
        "P6\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n";
    return bytes.append(picture.pixels.begin(), picture.pixels.end());
}

Picture made_smaller(const Picture& picture, std::size_t width) {
    Picture small;
    small.width = std::clamp<std::size_t>(width, 1, picture.width);
    small.height = std::max<std::size_t>(1, picture.height * small.width / picture.width);
    small.pixels.reserve(small.width * small.height * colours);
    for (std::size_t y = 0; y < small.height; ++y) {
        for (std::size_t x = 0; x < small.width; ++x) {
            for (std::size_t colour = 0; colour < colours; ++colour) {
                small.pixels.push_back(mean(picture, begin_of(x, small.width, picture.width),
                                            begin_of(x + 1, small.width, picture.width),
                                            begin_of(y, small.height, picture.height),
                                            begin_of(y + 1, small.height, picture.height), colour));
            }
        }
    }
    return small;
}
