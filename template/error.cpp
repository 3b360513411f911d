#include "template/error.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/utf8.hpp"

namespace tined::templates {
namespace {

// Characters of an excerpt, and how many of them stand before the place in a line that is longer.
constexpr std::size_t most_shown = 120;
constexpr std::size_t most_before = 60;

std::string place_in(const std::string& file, Place place) {
    if (place.line == 0) return file;
    return fmt::format("{}:{}:{}", file, place.line, place.column);
}

std::string to_string(const Step& step) {
    return fmt::format("{} {}", words_of(step.via), place_in(step.file, step.place));
}

std::string message_of(const Error& error) {
    return fmt::format("{}: {}", place_in(error.file, error.place), error.message);
}

// Takes so many characters off the beginning.
std::string_view without_first(std::string_view text, std::size_t count) {
    for (; count > 0 && !text.empty(); --count) {
        const auto point = base::first_code_point(text);
        text.remove_prefix(point ? point->size : 1);
    }
    return text;
}

std::string_view line_of(std::string_view source, int number) {
    for (; number > 0; --number) {
        const std::size_t end = source.find('\n');
        if (end == std::string_view::npos) return {};
        source.remove_prefix(end + 1);
    }
    return source.substr(0, source.find_first_of("\r\n"));
}

constexpr std::size_t most_steps = 20;

}  // namespace

std::string_view words_of(Step::Via via) noexcept {
    switch (via) {
        case Step::Via::include:
            return "included at";
        case Step::Via::import:
            return "imported at";
        case Step::Via::extends:
            return "extended at";
        case Step::Via::block:
            return "in the block at";
        case Step::Via::macro:
            return "called at";
    }
    return {};
}

void add_step(Error& error, Step step) {
    const bool is_repeated = !error.chain.empty() && error.chain.back() == step;
    if (!is_repeated && error.chain.size() < most_steps) error.chain.push_back(std::move(step));
}

void add_excerpt(Error& error, const Origin& origin, std::string_view source) {
    const int number = error.place.line - origin.line;
    if (error.place.line == 0 || number < 0) return;
    std::string_view line = line_of(source, number);
    const int before = number == 0 ? origin.column - 1 : origin.indent;
    auto caret = static_cast<std::size_t>(std::max(error.place.column - before, 1));
    if (caret > most_before && base::count_code_points(line) > most_shown) {
        line = without_first(line, caret - most_before);
        caret = most_before;
    }
    const std::size_t rest = without_first(line, most_shown).size();
    error.excerpt = line.substr(0, line.size() - rest);
    error.caret = static_cast<int>(caret);
}

std::string to_string(const Error& error) {
    std::string text = message_of(error);
    for (const Step& step : error.chain) {
        text += &step == &error.chain.front() ? " (" : ", ";
        text += to_string(step);
    }
    if (!error.chain.empty()) text += ')';
    return text;
}

std::vector<std::string> lines_of(const Error& error) {
    std::vector<std::string> lines = {message_of(error)};
    if (error.caret > 0 && !error.excerpt.empty()) {
        lines.push_back("    " + error.excerpt);
        // Tabs stay, so that the caret stands where the terminal has moved what is above it.
        std::string below = "    ";
        std::string_view rest = error.excerpt;
        for (int column = 1; column < error.caret; ++column) {
            below += rest.starts_with('\t') ? '\t' : ' ';
            rest = without_first(rest, 1);
        }
        lines.push_back(below + '^');
    }
    for (const Step& step : error.chain) lines.push_back("    " + to_string(step));
    return lines;
}

}  // namespace tined::templates
