#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "value/json.hpp"
#include "value/print.hpp"

namespace tined::value {
namespace {

// A map's or an object's member, with its key as text.
struct Member {
    std::string key;
    const Value* value;
};

std::string key_text(const Value& key) {
    switch (key.kind()) {
        case Kind::undefined:
        case Kind::null:
            return "null";
        case Kind::boolean:
            return key.as_boolean() ? "true" : "false";
        case Kind::integer:
        case Kind::real:
        case Kind::text:
        case Kind::list:
        case Kind::map:
        case Kind::object:
        case Kind::callable:
            break;
    }
    return key.print();
}

class Writer {
public:
    Writer(std::string& out, const JsonStyle& style) noexcept
        : out_(out), style_(style), end_(out.size() + style.most) {}

    void write(const Value& value);

private:
    void write_integer(std::int64_t integer);
    void write_real(double real);
    void write_text(std::string_view text);
    bool is_plain_ascii(char c) const noexcept;
    void write_special(char32_t code);
    void write_escape(char32_t code);
    void write_unit(char32_t unit);
    void write_list(const List& list);
    void write_map(const Map& map);
    void write_object(const Object& object);
    void write_members(std::vector<Member> members);
    void write_key(std::string_view key);
    void open(char bracket);
    void separate(bool& is_first);
    void close(char bracket, bool is_empty);
    void break_line();
    bool is_full() const noexcept { return out_.size() > end_; }

    std::string& out_;
    const JsonStyle& style_;
    std::size_t end_;
    int level_ = 0;
};

void Writer::write(const Value& value) {
    const bool nests = value.kind() == Kind::list || value.is_mapping();
    if (nests && (level_ == most_nesting || is_full())) {
        out_ += "null";
        return;
    }
    switch (value.kind()) {
        case Kind::undefined:
        case Kind::null:
        case Kind::callable:
            out_ += "null";
            return;
        case Kind::boolean:
            out_ += value.as_boolean() ? "true" : "false";
            return;
        case Kind::integer:
            return write_integer(value.as_integer());
        case Kind::real:
            return write_real(value.as_real());
        case Kind::text:
            return write_text(value.as_text());
        case Kind::list:
            return write_list(value.as_list());
        case Kind::map:
            return write_map(value.as_map());
        case Kind::object:
            return write_object(value.as_object());
    }
}

void Writer::write_integer(std::int64_t integer) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), integer).ptr;
    out_.append(digits.data(), end);
}

void Writer::write_real(double real) {
    if (std::isfinite(real)) {
        print_real(real, out_);
    } else {
        out_ += "null";
    }
}

void Writer::write_text(std::string_view text) {
    constexpr char32_t replacement = 0xfffd;
    out_ += '"';
    while (!text.empty()) {
        const auto special =
            std::ranges::find_if_not(text, [this](char c) { return is_plain_ascii(c); });
        const auto run = static_cast<std::size_t>(special - text.begin());
        out_ += text.substr(0, run);
        text.remove_prefix(run);
        if (text.empty()) break;
        const auto next = base::first_code_point(text);
        write_special(next ? next->value : replacement);
        text.remove_prefix(next ? next->size : 1);
    }
    out_ += '"';
}

bool Writer::is_plain_ascii(char c) const noexcept {
    if (c != ' ' && !base::is_visible(c)) return false;
    if (c == '"' || c == '\\') return false;
    return !style_.is_for_script || (c != '<' && c != '>' && c != '&' && c != '\'');
}

void Writer::write_special(char32_t code) {
    if (code < 0x7f || style_.is_ascii) {
        write_escape(code);
    } else {
        base::append_code_point(out_, code);
    }
}

void Writer::write_escape(char32_t code) {
    constexpr std::u32string_view short_ones = U"\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    const auto which = short_ones.find(code);
    if (which != std::u32string_view::npos) {
        out_ += '\\';
        out_ += letters[which];
    } else if (code < 0x10000) {
        write_unit(code);
    } else {  // as UTF-16 has it
        write_unit(0xd800 + ((code - 0x10000) >> 10));
        write_unit(0xdc00 + ((code - 0x10000) & 0x3ff));
    }
}

void Writer::write_unit(char32_t unit) {
    fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<std::uint32_t>(unit));
}

void Writer::write_list(const List& list) {
    open('[');
    bool is_first = true;
    for (const Value& item : list) {
        if (is_full()) break;
        separate(is_first);
        write(item);
    }
    close(']', list.empty());
}

void Writer::write_map(const Map& map) {
    if (style_.is_sorted) {
        std::vector<Member> members;
        for (const auto& [key, item] : map) members.push_back({key_text(key), &item});
        return write_members(std::move(members));
    }
    open('{');
    bool is_first = true;
    for (const auto& [key, item] : map) {
        if (is_full()) break;
        separate(is_first);
        if (key.is_text()) {
            write_key(key.as_text());
        } else {
            write_key(key_text(key));
        }
        write(item);
    }
    close('}', map.empty());
}

void Writer::write_object(const Object& object) {
    const auto made = object.members();
    std::vector<Member> members;
    for (const auto& [name, item] : made) members.push_back({name, &item});
    write_members(std::move(members));
}

void Writer::write_members(std::vector<Member> members) {
    if (style_.is_sorted) std::ranges::stable_sort(members, {}, &Member::key);
    open('{');
    bool is_first = true;
    for (const auto& [key, item] : members) {
        if (is_full()) break;
        separate(is_first);
        write_key(key);
        write(*item);
    }
    close('}', members.empty());
}

void Writer::write_key(std::string_view key) {
    write_text(key);
    out_ += style_.is_spaced || style_.indent >= 0 ? ": " : ":";
}

void Writer::open(char bracket) {
    out_ += bracket;
    ++level_;
}

void Writer::separate(bool& is_first) {
    if (!std::exchange(is_first, false)) {
        out_ += style_.is_spaced && style_.indent < 0 ? ", " : ",";
    }
    if (style_.indent >= 0) break_line();
}

void Writer::close(char bracket, bool is_empty) {
    --level_;
    if (style_.indent >= 0 && !is_empty) break_line();
    out_ += bracket;
}

void Writer::break_line() {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(level_) * static_cast<std::size_t>(style_.indent), ' ');
}

}  // namespace

void write_json(const Value& value, std::string& out, JsonStyle style) {
    Writer(out, style).write(value);
}

void write_json_for_script(const Value& value, std::string& out) {
    write_json(value, out, script_style);
}

}  // namespace tined::value
