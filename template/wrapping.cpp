#include "template/wrapping.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"
#include "template/sequences.hpp"

namespace tined::templates {
namespace {

// A text as its characters.
using Characters = std::span<const std::string_view>;

bool is_space(std::string_view c) { return base::is_space(c[0]); }
bool is_hyphen(std::string_view c) { return c == "-"; }
bool is_letter(std::string_view c) {
    return base::is_alpha(c[0]) || c[0] == '_' || (c[0] & 0x80) != 0;
}
bool is_word(std::string_view c) { return is_letter(c) || base::is_digit(c[0]); }
bool is_word_or_mark(std::string_view c) {
    return is_word(c) || std::string_view("!\"'&.,?").contains(c[0]);
}

/// Cuts a line into pieces between which it may be broken: white space, words, parts of words
/// with hyphens, dashes of two and more hyphens.
class Cutter {
public:
    Cutter(Characters line, bool at_hyphens) : line_(line), at_hyphens_(at_hyphens) {}

    std::vector<Characters> run() {
        std::vector<Characters> pieces;
        for (std::size_t at = 0; at < line_.size();) {
            const std::size_t end = end_of_piece(at);
            pieces.push_back(line_.subspan(at, end - at));
            at = end;
        }
        return pieces;
    }

private:
    std::size_t end_of_piece(std::size_t begin) const {
        std::size_t at = begin;
        if (is_space(line_[begin])) {
            while (at < line_.size() && is_space(line_[at])) ++at;
            return at;
        }
        if (is_dash(begin)) return end_of_hyphens(begin);
        for (++at; at < line_.size() && !is_space(line_[at]); ++at) {
            if (is_hyphen_in_word(at)) return at + 1;
            if (is_dash(at)) return at;
        }
        return at;
    }

    std::size_t end_of_hyphens(std::size_t at) const {
        while (at < line_.size() && is_hyphen(line_[at])) ++at;
        return at;
    }

    // Two hyphens or more between words.
    bool is_dash(std::size_t at) const {
        if (!at_hyphens_ || at == 0 || !is_word_or_mark(line_[at - 1])) return false;
        const std::size_t end = end_of_hyphens(at);
        return end >= at + 2 && end < line_.size() && is_word(line_[end]);
    }

    // One behind two letters, or behind a letter, a hyphen and one more; with two letters after it.
    bool is_hyphen_in_word(std::size_t at) const {
        if (!at_hyphens_ || !is_hyphen(line_[at]) || at < 2) return false;
        const bool is_behind_letters = is_letter(line_[at - 1]) && is_letter(line_[at - 2]);
        const bool is_behind_part = at >= 3 && is_word_or_mark(line_[at - 1]) &&
                                    is_hyphen(line_[at - 2]) && is_letter(line_[at - 3]);
        if (!is_behind_letters && !is_behind_part) return false;
        const auto is_letter_at = [this](std::size_t i) {
            return i < line_.size() && is_letter(line_[i]);
        };
        if (!is_letter_at(at + 1)) return false;
        const bool has_hyphen = at + 2 < line_.size() && is_hyphen(line_[at + 2]);
        return is_letter_at(at + (has_hyphen ? 3 : 2));
    }

    Characters line_;
    bool at_hyphens_;
};

// Where a piece that is too long is cut, to fill a line that has so much room.
std::size_t cut_of(Characters piece, std::size_t room, bool at_hyphens) {
    if (!at_hyphens) return room;
    std::size_t hyphen = std::min(room, piece.size());
    while (hyphen > 0 && !is_hyphen(piece[hyphen - 1])) --hyphen;
    const bool has_other = hyphen > 1 && !std::ranges::all_of(piece.first(hyphen - 1), is_hyphen);
    return has_other ? hyphen : room;
}

// Of what begins there; 0: it is none.
std::size_t size_of_line_end(std::string_view text) {
    static constexpr auto ends = std::to_array<std::string_view>(
        {"\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\u0085", "\u2028", "\u2029"});
    const auto found =
        std::ranges::find_if(ends, [text](std::string_view end) { return text.starts_with(end); });
    return found == ends.end() ? 0 : found->size();
}

void append(Characters piece, std::string& line) {
    for (const std::string_view character : piece) line += character;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view line, const WrapStyle& style) {
    const auto characters = characters_of(line);
    auto pieces = Cutter(characters, style.breaks_at_hyphens).run();
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < pieces.size();) {
        if (!lines.empty() && is_space(pieces[at][0]) && ++at == pieces.size()) break;
        const std::size_t first = at;
        std::size_t used = 0;
        while (at < pieces.size() && used + pieces[at].size() <= style.width) {
            used += pieces[at++].size();
        }
        std::vector<Characters> taken(pieces.begin() + static_cast<std::ptrdiff_t>(first),
                                      pieces.begin() + static_cast<std::ptrdiff_t>(at));
        if (at < pieces.size() && pieces[at].size() > style.width) {
            if (style.breaks_words) {
                const std::size_t cut =
                    cut_of(pieces[at], style.width - used, style.breaks_at_hyphens);
                taken.push_back(pieces[at].first(cut));
                pieces[at] = pieces[at].subspan(cut);
            } else if (taken.empty()) {
                taken.push_back(pieces[at++]);
            }
        }
        while (!taken.empty() && taken.back().empty()) taken.pop_back();
        if (!taken.empty() && is_space(taken.back()[0])) taken.pop_back();
        if (taken.empty()) continue;
        std::string& made = lines.emplace_back();
        for (const Characters piece : taken) append(piece, made);
    }
    return lines;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = size_of_line_end(text.substr(at));
        if (end > 0) {
            lines.push_back(text.substr(begin, at - begin));
            begin = at + end;
        }
        at += std::max<std::size_t>(end, 1);
    }
    if (begin < text.size()) lines.push_back(text.substr(begin));
    return lines;
}

}  // namespace tined::templates
