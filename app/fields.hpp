// Structs and values: what a struct is as JSON, in templates and in settings. A struct names its
// members once:
//
//     struct Point {
//         int x = 0;
//         int y = 0;
//         static constexpr auto fields = tined::fields(tined::field("x", &Point::x),
//                                                      tined::field("y", &Point::y));
//     };
//
// and from then on to_value() and from_value() take it, as they take booleans, numbers, texts,
// std::optional (null), std::vector and std::map of texts to what they take, values themselves, and
// structs whose members are such structs.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace tined::app {

/// A value is not what the program takes. what() is "PATH: expected a whole number, found text".
class ConversionError : public std::runtime_error {
public:
    /// `path` leads to the part that is wrong: "items[2].price"; empty: the value itself.
    ConversionError(std::string path, std::string message);

    const std::string& path() const noexcept { return path_; }
    /// Without the path.
    const std::string& message() const noexcept { return message_; }

private:
    std::string path_;
    std::string message_;
};

template <typename Owner, typename Member>
struct Field {
    std::string_view name;
    Member Owner::* member;
    bool is_required;
};

/// A member by the name that it has in JSON. It must be there, unless it is a std::optional.
template <typename Owner, typename Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::* member) noexcept {
    return {name, member, true};
}
/// One that may be missing: then it keeps what the struct has it begin with.
template <typename Owner, typename Member>
constexpr Field<Owner, Member> optional_field(std::string_view name,
                                              Member Owner::* member) noexcept {
    return {name, member, false};
}
template <typename... Fields>
constexpr std::tuple<Fields...> fields(Fields... all) noexcept {
    return {all...};
}

template <typename T>
concept Described = requires { T::fields; };

/// How one type becomes a value and is made of one; to be specialised for what is not here.
template <typename T>
struct Conversion;

template <typename T>
value::Value to_value(const T& from) {
    return Conversion<std::remove_cvref_t<T>>::to(from);
}
/// A text as it is written in programs.
inline value::Value to_value(const char* text) { return text; }
template <typename T>
concept Convertible = requires(const T& from) {
    { Conversion<std::remove_cvref_t<T>>::to(from) } -> std::same_as<value::Value>;
};

/// Throws ConversionError. Members of a map that the struct does not name are passed over.
template <typename T>
T from_value(const value::Value& from, const std::string& path = {}) {
    return Conversion<T>::from(from, path);
}

/// "expected WHAT, found text".
[[noreturn]] void fail_conversion(const std::string& path, std::string_view expected,
                                  const value::Value& found);
std::int64_t integer_of(const value::Value& from, const std::string& path);
double real_of(const value::Value& from, const std::string& path);
bool boolean_of(const value::Value& from, const std::string& path);
std::string text_of(const value::Value& from, const std::string& path);
/// Undefined if it has none; throws if it is no mapping.
value::Value member_of(const value::Value& from, std::string_view name, const std::string& path);
std::string path_of_member(const std::string& path, std::string_view name);
std::string path_of_item(const std::string& path, std::size_t index);
const value::List& list_of(const value::Value& from, const std::string& path);
const value::Map& map_of(const value::Value& from, const std::string& path);

template <>
struct Conversion<value::Value> {
    static value::Value to(const value::Value& from) { return from; }
    static value::Value from(const value::Value& from, const std::string&) { return from; }
};

template <>
struct Conversion<bool> {
    static value::Value to(bool from) { return from; }
    static bool from(const value::Value& from, const std::string& path) {
        return boolean_of(from, path);
    }
};

template <std::integral T>
struct Conversion<T> {
    static value::Value to(T from) {
        if (!std::in_range<std::int64_t>(from)) throw std::range_error("past 63 bits");
        return static_cast<std::int64_t>(from);
    }
    static T from(const value::Value& from, const std::string& path) {
        const std::int64_t whole = integer_of(from, path);
        if (!std::in_range<T>(whole)) fail_conversion(path, "a smaller number", from);
        return static_cast<T>(whole);
    }
};

template <std::floating_point T>
struct Conversion<T> {
    static value::Value to(T from) { return static_cast<double>(from); }
    static T from(const value::Value& from, const std::string& path) {
        return static_cast<T>(real_of(from, path));
    }
};

template <>
struct Conversion<std::string> {
    static value::Value to(const std::string& from) { return from; }
    static std::string from(const value::Value& from, const std::string& path) {
        return text_of(from, path);
    }
};

template <>
struct Conversion<std::string_view> {
    static value::Value to(std::string_view from) { return from; }
};

template <typename T>
struct Conversion<std::optional<T>> {
    static value::Value to(const std::optional<T>& from) {
        return from ? to_value(*from) : value::Value(nullptr);
    }
    static std::optional<T> from(const value::Value& from, const std::string& path) {
        if (from.is_undefined() || from.is_null()) return std::nullopt;
        return from_value<T>(from, path);
    }
};

template <typename T>
struct Conversion<std::vector<T>> {
    static value::Value to(const std::vector<T>& from) {
        value::List list;
        list.reserve(from.size());
        for (const auto& item : from) list.push_back(to_value<T>(item));
        return list;
    }
    static std::vector<T> from(const value::Value& from, const std::string& path) {
        std::vector<T> all;
        for (const value::Value& item : list_of(from, path)) {
            all.push_back(from_value<T>(item, path_of_item(path, all.size())));
        }
        return all;
    }
};

template <typename T>
struct Conversion<std::map<std::string, T>> {
    static value::Value to(const std::map<std::string, T>& from) {
        value::Map map;
        for (const auto& [name, item] : from) map.set(name, to_value(item));
        return map;
    }
    static std::map<std::string, T> from(const value::Value& from, const std::string& path) {
        std::map<std::string, T> all;
        for (const auto& [name, item] : map_of(from, path)) {
            const std::string key = text_of(name, path);
            all.emplace(key, from_value<T>(item, path_of_member(path, key)));
        }
        return all;
    }
};

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <Described T>
struct Conversion<T> {
    static value::Value to(const T& from) {
        value::Map map;
        const auto add = [&](const auto& each) {
            map.set(value::Value::borrowed(each.name), to_value(from.*each.member));
        };
        std::apply([&](const auto&... each) { (add(each), ...); }, T::fields);
        return map;
    }
    static T from(const value::Value& from, const std::string& path) {
        T made{};
        const auto read = [&]<typename Member>(const Field<T, Member>& each) {
            const value::Value found = member_of(from, each.name, path);
            if (found.is_undefined() && !each.is_required) return;
            const std::string at = path_of_member(path, each.name);
            if (found.is_undefined() && !is_optional<Member>) {
                throw ConversionError(at, "is missing");
            }
            made.*each.member = from_value<Member>(found, at);
        };
        std::apply([&](const auto&... each) { (read(each), ...); }, T::fields);
        return made;
    }
};

}  // namespace tined::app
