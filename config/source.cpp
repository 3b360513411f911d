#include "config/source.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace tined::config {

namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

}  // namespace

Source::Source(std::string_view file, std::string text) : file_(file), text_(std::move(text)) {
    lines_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '\n') lines_.push_back(i + 1);
    }
}

std::string_view Source::from(std::size_t offset) const noexcept {
    return text().substr(std::min(offset, text_.size()));
}

char Source::at(std::size_t offset) const noexcept {
    return offset < text_.size() ? text_[offset] : '\0';
}

Place Source::place_at(std::size_t offset) const noexcept {
    const auto after = std::ranges::upper_bound(lines_, offset);
    const std::size_t begin = *(after - 1);
    return {file_, static_cast<int>(after - lines_.begin()), static_cast<int>(offset - begin) + 1};
}

std::size_t Source::line_begin(std::size_t offset) const noexcept {
    return *(std::ranges::upper_bound(lines_, offset) - 1);
}

std::size_t Source::line_end(std::size_t offset) const noexcept {
    return std::min(text_.find('\n', offset), text_.size());
}

std::string_view Source::indentation(std::size_t offset) const noexcept {
    const std::size_t begin = line_begin(offset);
    return text().substr(begin, skip_blanks(begin) - begin);
}

std::size_t Source::skip_blanks(std::size_t offset) const noexcept {
    while (is_blank(at(offset))) ++offset;
    return offset;
}

std::size_t Source::skip_to_token(std::size_t offset) const noexcept {
    while (base::is_space(at(offset)) || at(offset) == '#') {
        offset = at(offset) == '#' ? line_end(offset) : offset + 1;
    }
    return offset;
}

std::size_t Source::end_of_plain(std::size_t offset, std::string_view value) const noexcept {
    for (const char c : value) {
        if (base::is_space(c)) continue;
        while (base::is_space(at(offset))) ++offset;
        if (at(offset) != c) return offset;
        ++offset;
    }
    return offset;
}

std::size_t Source::end_of_quoted(std::size_t offset) const noexcept {
    const char quote = at(offset);
    for (std::size_t i = offset + 1; i < text_.size(); ++i) {
        if (quote == '"' && text_[i] == '\\') {
            ++i;
        } else if (text_[i] == quote) {
            if (quote == '"' || at(i + 1) != '\'') return i + 1;
            ++i;  // '' is one quote inside the text
        }
    }
    return npos;
}

std::size_t Source::end_of_flow(std::size_t offset) const noexcept {
    std::size_t depth = 0;
    for (std::size_t i = offset; i < text_.size(); ++i) {
        const char c = text_[i];
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth == 0) return i + 1;
        // A quote in the middle of a word is an apostrophe.
        const bool quotes = (c == '"' || c == '\'') && (i == 0 || !base::is_alnum(at(i - 1)));
        if (!quotes) continue;
        const std::size_t end = end_of_quoted(i);
        if (end == npos) return npos;
        i = end - 1;
    }
    return npos;
}

void Source::blank_out(std::size_t begin, std::size_t end) {
    end = std::min(end, text_.size());
    for (std::size_t i = begin; i < end; ++i) {
        if (text_[i] != '\n') text_[i] = ' ';
    }
    if (begin < end) text_[begin] = 'x';
}

}  // namespace tined::config
