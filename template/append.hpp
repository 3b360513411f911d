// How the templates' output grows.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace tined::templates {

/// As `out += text`, inline: that is called several times for each value that is printed, and in
/// libstdc++ costs as much as all the rest of it. `text` is no part of `out`.
inline void append(std::string_view text, std::string& out) {
    const std::size_t before = out.size();
    const std::size_t after = before + text.size();
    // GCC 12 hands the operation the new capacity, not the size that was asked for.
    out.resize_and_overwrite(after, [&](char* bytes, std::size_t /*at_least*/) {
        std::memcpy(bytes + before, text.data(), text.size());
        return after;
    });
}

}  // namespace tined::templates
