#include "handlers/excerpt.hpp"

#include <algorithm>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "handlers/masking.hpp"

namespace tined::handlers {

namespace {

constexpr std::size_t most_bytes = 4 * 1024 * 1024;
constexpr std::size_t longest_line = 400;

std::string cut(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() <= longest_line) return std::string(line);
    std::size_t end = longest_line;
    while ((static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) --end;
    return std::string(line.substr(0, end)) + "...";
}

}  // namespace

std::vector<ExcerptLine> read_excerpt(const std::string& file, int line, int around) {
    const auto text = base::read_regular(file, most_bytes);
    if (!text || !base::is_utf8(*text)) return {};
    auto lines = base::split(*text, '\n');
    if (lines.back().empty()) lines.pop_back();
    const int count = static_cast<int>(lines.size());
    if (line < 1 || line > count) return {};
    std::vector<ExcerptLine> excerpt;
    KeysMask mask;
    for (int at = 1; at <= std::min(count, line + around); ++at) {
        const std::string shown = mask.shown(lines[static_cast<std::size_t>(at - 1)]);
        if (at >= line - around) excerpt.push_back({at, cut(shown), at == line});
    }
    return excerpt;
}

}  // namespace tined::handlers
