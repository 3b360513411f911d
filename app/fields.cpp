#include "app/fields.hpp"

#include <cmath>

namespace tined::app {

namespace {

std::string line_of(const std::string& path, const std::string& message) {
    return path.empty() ? message : path + ": " + message;
}

}  // namespace

ConversionError::ConversionError(std::string path, std::string message)
    : std::runtime_error(line_of(path, message)),
      path_(std::move(path)),
      message_(std::move(message)) {}

void fail_conversion(const std::string& path, std::string_view expected,
                     const value::Value& found) {
    std::string message = "expected ";
    message.append(expected).append(", found ");
    message.append(found.is_undefined() ? "nothing" : value::name_of(found.kind()));
    throw ConversionError(path, std::move(message));
}

std::int64_t integer_of(const value::Value& from, const std::string& path) {
    if (from.kind() == value::Kind::integer) return from.as_integer();
    // JSON has one kind of number: 2.0 is a whole one.
    constexpr double most_exact = 9007199254740992.0;  // 2^53
    if (from.kind() == value::Kind::real && std::trunc(from.as_real()) == from.as_real() &&
        std::fabs(from.as_real()) <= most_exact) {
        return static_cast<std::int64_t>(from.as_real());
    }
    fail_conversion(path, "a whole number", from);
}

double real_of(const value::Value& from, const std::string& path) {
    if (from.kind() == value::Kind::real || from.kind() == value::Kind::integer) {
        return from.as_real();
    }
    fail_conversion(path, "a number", from);
}

bool boolean_of(const value::Value& from, const std::string& path) {
    if (from.kind() == value::Kind::boolean) return from.as_boolean();
    fail_conversion(path, "true or false", from);
}

std::string text_of(const value::Value& from, const std::string& path) {
    if (from.is_text()) return std::string(from.as_text());
    fail_conversion(path, "text", from);
}

value::Value member_of(const value::Value& from, std::string_view name, const std::string& path) {
    if (!from.is_mapping()) fail_conversion(path, "a mapping", from);
    return from.member(name);
}

const value::List& list_of(const value::Value& from, const std::string& path) {
    if (from.kind() != value::Kind::list) fail_conversion(path, "a list", from);
    return from.as_list();
}

const value::Map& map_of(const value::Value& from, const std::string& path) {
    if (from.kind() != value::Kind::map) fail_conversion(path, "a mapping", from);
    return from.as_map();
}

std::string path_of_member(const std::string& path, std::string_view name) {
    std::string joined = path;
    if (!joined.empty()) joined += '.';
    joined += name;
    return joined;
}

std::string path_of_item(const std::string& path, std::size_t index) {
    std::string joined = path;
    joined.append("[").append(std::to_string(index)).append("]");
    return joined;
}

}  // namespace tined::app
