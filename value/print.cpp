#include "value/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "value/quote.hpp"

namespace tined::value {
namespace {

// How much may still be written, and how many levels may still be opened.
struct Room {
    std::size_t end;
    int nesting;
};

void print_nested(const Value& value, std::string& out, Room room);

// Whether an element may follow. Else dots stand for the rest.
bool has_room(std::string& out, Room room) {
    if (out.size() <= room.end) return true;
    out += "...";
    return false;
}

void print_list(const Value& value, std::string& out, Room room) {
    const List& list = value.as_list();
    out += value.is_tuple() ? '(' : '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) out += ", ";
        if (!has_room(out, room)) break;
        print_nested(list[i], out, room);
    }
    if (!value.is_tuple()) {
        out += ']';
    } else {
        out += list.size() == 1 ? ",)" : ")";  // as Python tells one from an expression in brackets
    }
}

void print_map(const Map& map, std::string& out, Room room) {
    out += '{';
    bool is_first = true;
    for (const auto& [key, item] : map) {
        if (!std::exchange(is_first, false)) out += ", ";
        if (!has_room(out, room)) break;
        print_nested(key, out, room);
        out += ": ";
        print_nested(item, out, room);
    }
    out += '}';
}

void print_object(const Object& object, std::string& out, Room room) {
    out += '{';
    bool is_first = true;
    for (const auto& [name, item] : object.members()) {
        if (!std::exchange(is_first, false)) out += ", ";
        if (!has_room(out, room)) break;
        quote(name, out);
        out += ": ";
        print_nested(item, out, room);
    }
    out += '}';
}

void print_text(const Value& value, std::string& out) {
    if (value.is_safe()) out += "Markup(";
    quote(value.as_text(), out);
    if (value.is_safe()) out += ')';
}

// "00" to "99".
constexpr auto two_digits = [] {
    std::array<char, 200> all{};
    for (unsigned i = 0; i < 100; ++i) {
        all[2 * i] = static_cast<char>('0' + i / 10);
        all[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return all;
}();

// What is printed mostly has one digit or two.
char* print_whole(std::uint64_t number, char* to) {
    if (number >= 100) return std::to_chars(to, to + longest_number, number).ptr;
    const char* const digits = two_digits.data() + 2 * number;
    if (number < 10) {
        *to = digits[1];
        return to + 1;
    }
    std::memcpy(to, digits, 2);
    return to + 2;
}

char* print_integer(std::int64_t number, char* to) {
    if (number >= 0) return print_whole(static_cast<std::uint64_t>(number), to);
    *to = '-';
    return print_whole(0 - static_cast<std::uint64_t>(number), to + 1);
}

// Prices, shares, halves: a number of at most three decimals and 15 digits. A decimal of so few
// digits is the only one that short for its double, and a division of two exact numbers gives the
// double that is nearest to it: so if it gives `real`, it is what to_chars() would find, at a tenth
// of the cost. Null for all others.
char* print_short_real(double real, char* to) {
    const double size = std::fabs(real);
    if (!(size < 1e12)) return nullptr;
    const auto number = static_cast<std::int64_t>(size * 1000 + 0.5);  // rounds, without a call
    if (static_cast<double>(number) / 1000 != size) return nullptr;
    if (std::signbit(real)) *to++ = '-';
    const std::uint64_t whole = static_cast<std::uint64_t>(number) / 1000;
    const auto decimals = static_cast<unsigned>(static_cast<std::uint64_t>(number) - whole * 1000);
    to = print_whole(whole, to);
    *to++ = '.';
    *to++ = static_cast<char>('0' + decimals / 100);
    const unsigned rest = decimals % 100;
    if (rest == 0) return to;
    std::memcpy(to, two_digits.data() + 2 * rest, 2);
    return rest % 10 == 0 ? to + 1 : to + 2;
}

char* put(std::string_view text, char* to) {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
}

// Apart, so that the way of the others saves no registers for it.
[[gnu::noinline]] char* print_long_real(double real, char* to) {
    if (std::isnan(real)) return put("nan", to);  // the sign that it may have is no part of it
    if (std::isinf(real)) return put(real < 0 ? "-inf" : "inf", to);
    const double size = std::fabs(real);
    // repr() writes exponents for what is below 1e-4 and from 1e16 on.
    const bool is_plain = size == 0 || (size >= 1e-4 && size < 1e16);
    const auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
    const auto [end, error] = std::to_chars(to, to + longest_number, real, format);
    assert(error == std::errc());
    const bool is_whole = std::find(to, end, '.') == end;
    return is_plain && is_whole ? put(".0", end) : end;
}

void append_number(const Value& number, std::string& out) {
    char digits[longest_number];
    out.append(digits, print_number(number, digits));
}

void print_nested(const Value& value, std::string& out, Room room) {
    switch (value.kind()) {
        case Kind::undefined:
            out += "Undefined";
            return;
        case Kind::null:
            out += "None";
            return;
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
            append_number(value, out);
            return;
        case Kind::text:
            print_text(value, out);
            return;
        case Kind::callable:
            fmt::format_to(std::back_inserter(out), "<callable {}>", value.as_callable().name());
            return;
        case Kind::list:
        case Kind::map:
        case Kind::object:
            break;
    }
    if (room.nesting == 0) {
        out += "...";
        return;
    }
    --room.nesting;
    if (value.kind() == Kind::list) {
        print_list(value, out, room);
    } else if (value.kind() == Kind::map) {
        print_map(value.as_map(), out, room);
    } else {
        print_object(value.as_object(), out, room);
    }
}

}  // namespace

char* print_number(const Value& number, char* to) {
    if (number.kind() == Kind::integer) return print_integer(number.as_integer(), to);
    if (number.kind() == Kind::boolean) return put(number.as_boolean() ? "True" : "False", to);
    if (char* const end = print_short_real(number.as_real(), to)) return end;
    return print_long_real(number.as_real(), to);
}

void print_real(double real, std::string& out) { append_number(Value(real), out); }

void print_quoted(const Value& value, std::string& out) {
    print_nested(value, out, {out.size() + most_printed, most_nesting});
}

void print(const Value& value, std::string& out) {
    if (value.is_text()) {
        out += value.as_text();
    } else if (value.is_number()) {
        append_number(value, out);
    } else if (!value.is_undefined()) {
        print_quoted(value, out);
    }
}

std::string Value::print() const {
    std::string out;
    value::print(*this, out);
    return out;
}

void Value::print_to(std::string& out) const { value::print(*this, out); }

}  // namespace tined::value
