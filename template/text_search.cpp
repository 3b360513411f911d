#include "template/text_search.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

#include "template/sequences.hpp"

namespace tined::templates {

namespace {

// What is sought and no longer than this may be compared anew at each place of a text.
constexpr std::size_t short_enough = 64;

// A set of characters that is asked in constant time.
class CharacterSet {
public:
    explicit CharacterSet(std::string_view characters) {
        for (std::string_view rest = characters; !rest.empty();) {
            const std::string_view character = first_character(rest);
            rest.remove_prefix(character.size());
            if (is_ascii(character[0])) {
                ascii_[static_cast<unsigned char>(character[0])] = true;
            } else {
                others_.insert(character);
            }
        }
    }
    bool is_ascii_only() const { return others_.empty(); }
    bool contains(std::string_view character) const {
        if (is_ascii(character[0])) return ascii_[static_cast<unsigned char>(character[0])];
        return others_.contains(character);
    }

private:
    static bool is_ascii(char c) { return (c & 0x80) == 0; }

    std::array<bool, 128> ascii_ = {};
    std::unordered_set<std::string_view> others_;
};

std::string_view stripped_left(std::string_view text, const CharacterSet& set) {
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        if (!set.contains(character)) break;
        text.remove_prefix(character.size());
    }
    return text;
}

// Where a character begins is only known from the left, but for ASCII.
std::string_view stripped_right(std::string_view text, const CharacterSet& set) {
    if (set.is_ascii_only()) {
        while (!text.empty() && set.contains(text.substr(text.size() - 1))) text.remove_suffix(1);
        return text;
    }
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = first_character(text.substr(at));
        at += character.size();
        if (!set.contains(character)) kept = at;
    }
    return text.substr(0, kept);
}

}  // namespace

std::size_t find_first(std::string_view text, std::string_view sought, std::size_t from) noexcept {
    if (from > text.size()) return std::string_view::npos;
    if (sought.empty()) return from;
    // memmem(3) of glibc: the two-way algorithm, or bounded by what is sought if that is short.
    const void* const found =
        ::memmem(text.data() + from, text.size() - from, sought.data(), sought.size());
    if (!found) return std::string_view::npos;
    return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

BackwardSearch::BackwardSearch(std::string_view text, std::string_view sought)
    : text_(text), sought_(sought) {
    if (sought.size() <= short_enough || sought.size() > text.size()) return;
    backward_text_.assign(text.rbegin(), text.rend());
    backward_sought_.assign(sought.rbegin(), sought.rend());
}

std::size_t BackwardSearch::find_before(std::size_t end) const noexcept {
    if (sought_.size() > end) return std::string_view::npos;
    if (backward_text_.empty()) return text_.substr(0, end).rfind(sought_);
    const std::size_t found = find_first(backward_text_, backward_sought_, text_.size() - end);
    if (found == std::string_view::npos) return found;
    return text_.size() - found - sought_.size();
}

std::string_view stripped(std::string_view text, std::string_view characters, bool at_left,
                          bool at_right) {
    const CharacterSet set(characters);
    if (at_left) text = stripped_left(text, set);
    if (at_right) text = stripped_right(text, set);
    return text;
}

}  // namespace tined::templates
