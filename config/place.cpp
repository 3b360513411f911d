#include "config/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

namespace tined::config {

namespace {

bool is_plain_word(std::string_view key) noexcept {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

}  // namespace

Place Origin::place_of(int line, int column) const noexcept {
    if (line <= 1) return {place.file, place.line, place.column + column - 1};
    return {place.file, place.line + line - 1, indent + column};
}

std::string to_string(const Place& place) {
    if (place.line == 0) return std::string(place.file);
    return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

std::string Problem::to_string() const {
    std::string out = config::to_string(Place{file, line, column});
    if (!path.empty()) out += ": " + path;
    return out + ": " + message;
}

void Problems::add(const Place& place, std::string path, std::string message,
                   std::vector<std::string> more) {
    problems_.push_back({std::string(place.file), place.line, place.column, std::move(path),
                         std::move(message), std::move(more)});
}

void Problems::note_cause(int code) noexcept {
    if (code == EMFILE || code == ENFILE || code == ENOMEM) is_shortage_ = true;
}

std::vector<Problem> Problems::sorted() const {
    std::vector<Problem> all = problems_;
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    return all;
}

std::vector<std::string> Problems::lines() const {
    std::vector<std::string> all;
    for (const Problem& problem : sorted()) {
        all.push_back(problem.to_string());
        all.insert(all.end(), problem.more.begin(), problem.more.end());
    }
    return all;
}

std::string Problems::to_string() const {
    std::string out;
    for (const Problem& problem : sorted()) out += problem.to_string() + '\n';
    return out;
}

std::string member_path(std::string_view path, std::string_view key) {
    if (!is_plain_word(key)) return fmt::format("{}[\"{}\"]", path, key);
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::string item_path(std::string_view path, std::size_t index) {
    return fmt::format("{}[{}]", path, index);
}

}  // namespace tined::config
