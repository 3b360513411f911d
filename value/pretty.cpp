#include "value/pretty.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "value/compare.hpp"
#include "value/print.hpp"
#include "value/quote.hpp"

namespace tined::value {
namespace {

constexpr std::size_t line_width = 80;

// Kinds that can't be compared stand in the order of their Python names.
int rank_of(const Value& key) {
    switch (key.kind()) {
        case Kind::undefined:
        case Kind::null:
            return 0;
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
            return 1;
        case Kind::text:
            return 2;
        case Kind::list:
        case Kind::map:
        case Kind::object:
        case Kind::callable:
            return 3;
    }
    return 3;
}

bool comes_before(const Map::Entry& a, const Map::Entry& b) {
    if (rank_of(a.first) != rank_of(b.first)) return rank_of(a.first) < rank_of(b.first);
    const auto order = compare(a.first, b.first);
    return order && *order < 0;
}

std::vector<Map::Entry> sorted_entries(const Value& value) {
    std::vector<Map::Entry> entries;
    if (value.kind() == Kind::map) {
        const auto all = value.as_map().entries();
        entries.assign(all.begin(), all.end());
    } else {
        for (auto& [name, item] : value.as_object().members()) {
            entries.emplace_back(Value(name), std::move(item));
        }
    }
    std::ranges::stable_sort(entries, comes_before);
    return entries;
}

std::string quoted(std::string_view text) {
    std::string out;
    quote(text, out);
    return out;
}

std::size_t length_of(std::string_view text) { return base::count_code_points(text); }

/// Where what is written stands: behind `indent` columns, and `after` more will follow on its line.
struct Room {
    std::size_t indent;
    std::size_t after;
    int level;  ///< 1 for the value itself

    std::size_t width() const {
        return indent + after < line_width ? line_width - indent - after : 0;
    }
};

class Printer {
public:
    Printer(std::string& out, std::size_t most) : out_(out), end_(out.size() + most) {}

    void print(const Value& value, Room room);
    bool is_full() const { return out_.size() > end_; }

private:
    void print_list(const Value& value, Room room);
    void print_map(const Value& value, Room room);
    void print_text(std::string_view text, Room room);
    void break_line(std::size_t indent) { out_.append(1, '\n').append(indent, ' '); }

    std::string& out_;
    std::size_t end_;
};

// On one line; given up once it is longer than `most` bytes.
void print_flat(const Value& value, std::string& out, std::size_t most, int nesting) {
    if (out.size() > most) return;
    const bool is_list = value.kind() == Kind::list;
    if (!is_list && !value.is_mapping()) return print_quoted(value, out);
    if (nesting == 0) {
        out += "...";
        return;
    }
    const char* separator = "";
    if (is_list) {
        out += value.is_tuple() ? '(' : '[';
        for (const Value& item : value.as_list()) {
            out += std::exchange(separator, ", ");
            print_flat(item, out, most, nesting - 1);
            if (out.size() > most) return;
        }
        out += !value.is_tuple() ? "]" : value.size() == 1 ? ",)" : ")";
        return;
    }
    out += '{';
    for (const auto& [key, item] : sorted_entries(value)) {
        out += std::exchange(separator, ", ");
        print_flat(key, out, most, nesting - 1);
        out += ": ";
        print_flat(item, out, most, nesting - 1);
        if (out.size() > most) return;
    }
    out += '}';
}

void Printer::print(const Value& value, Room room) {
    if (is_full()) return;
    // No character has more than four bytes, or ten when it is escaped.
    constexpr std::size_t widest = 10;
    std::string flat;
    print_flat(value, flat, widest * line_width, most_nesting - room.level);
    ++room.level;
    const bool nests = value.kind() == Kind::list || value.is_mapping();
    const bool is_plain_text = value.is_text() && !value.is_safe();
    if (length_of(flat) <= room.width() || (!nests && !is_plain_text) ||
        room.level > most_nesting) {
        out_ += flat;
    } else if (value.kind() == Kind::list) {
        print_list(value, room);
    } else if (nests) {
        print_map(value, room);
    } else {
        print_text(value.as_text(), room);
    }
}

void Printer::print_list(const Value& value, Room room) {
    const std::string_view end = !value.is_tuple() ? "]" : value.size() == 1 ? ",)" : ")";
    const List& list = value.as_list();
    out_ += value.is_tuple() ? '(' : '[';
    for (std::size_t i = 0; i < list.size() && !is_full(); ++i) {
        if (i > 0) out_ += ',';
        if (i > 0) break_line(room.indent + 1);
        const bool is_last = i + 1 == list.size();
        print(list[i], {room.indent + 1, is_last ? room.after + end.size() : 1, room.level});
    }
    out_ += end;
}

void Printer::print_map(const Value& value, Room room) {
    const auto entries = sorted_entries(value);
    out_ += '{';
    for (std::size_t i = 0; i < entries.size() && !is_full(); ++i) {
        if (i > 0) out_ += ',';
        if (i > 0) break_line(room.indent + 1);
        std::string key;
        print_flat(entries[i].first, key, end_, most_nesting - room.level);
        out_ += key;
        out_ += ": ";
        const bool is_last = i + 1 == entries.size();
        print(entries[i].second,
              {room.indent + 1 + length_of(key) + 2, is_last ? room.after + 1 : 1, room.level});
    }
    out_ += '}';
}

// Takes the next piece off a line: a word with the white space behind it.
std::string_view take_word(std::string_view& line) {
    const auto space = std::ranges::find_if(line, base::is_space);
    const auto word = std::find_if_not(space, line.end(), base::is_space);
    const std::string_view taken = line.substr(0, static_cast<std::size_t>(word - line.begin()));
    line.remove_prefix(taken.size());
    return taken;
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end == text.npos ? end : end + 1);
    text.remove_prefix(line.size());
    return line;
}

// A line a piece, and of lines that are too long several words.
void Printer::print_text(std::string_view text, Room room) {
    const bool has_brackets = room.level == 1;
    if (has_brackets) ++room.indent;
    if (has_brackets) ++room.after;
    const std::size_t whole = line_width > room.indent ? line_width - room.indent : 0;
    std::vector<std::string> pieces;
    while (!text.empty()) {
        std::string_view line = take_line(text);
        const auto fits = [&](std::string_view piece, bool is_last) {
            const std::size_t width = is_last ? room.width() : whole;
            return length_of(piece) <= width;
        };
        if (std::string all = quoted(line); fits(all, text.empty())) {
            pieces.push_back(std::move(all));
            continue;
        }
        std::string present;
        while (!line.empty()) {
            const std::string_view word = take_word(line);
            const std::string longer = present + std::string(word);
            if (fits(quoted(longer), text.empty() && line.empty())) {
                present = longer;
                continue;
            }
            if (!present.empty()) pieces.push_back(quoted(present));
            present = word;
        }
        if (!present.empty()) pieces.push_back(quoted(present));
    }
    const bool in_brackets = has_brackets && pieces.size() > 1;
    if (in_brackets) out_ += '(';
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0) break_line(room.indent);
        out_ += pieces[i];
    }
    if (in_brackets) out_ += ')';
}

}  // namespace

bool print_pretty(const Value& value, std::string& out, std::size_t most) {
    Printer printer(out, most);
    printer.print(value, {0, 0, 0});
    return !printer.is_full();
}

}  // namespace tined::value
