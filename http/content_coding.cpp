#include "http/content_coding.hpp"

#include <cstddef>

namespace tined::http {
namespace {

constexpr std::array<std::string_view, 4> names = {"identity", "gzip", "br", "zstd"};
constexpr std::array<std::string_view, 4> endings = {"", ".gz", ".br", ".zst"};

}  // namespace

std::string_view name_of(ContentCoding coding) noexcept {
    return names[static_cast<std::size_t>(coding)];
}

std::string_view file_ending_of(ContentCoding coding) noexcept {
    return endings[static_cast<std::size_t>(coding)];
}

}  // namespace tined::http
