// The path of a route as tined.yaml writes it: `/users/{id:int}`. It is written decoded (`/café`,
// not `/caf%C3%A9`) and compared with decoded segments. Parsed when the file is read; the router
// takes its segments into the trie, url() builds paths from it.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "handlers/parameter_type.hpp"

namespace tined::handlers {

/// What is wrong with a pattern, worded for who wrote it.
struct PatternError {
    std::size_t offset;  ///< bytes into the text, where the fault begins
    std::string message;
};

/// One piece between slashes: literal text, which may be empty, or one parameter.
struct PatternSegment {
    bool is_parameter = false;
    std::string text;  ///< the literal text, or the parameter's name
    ParameterType type = ParameterType::string;
};

/// A value for build(): the parameter's name and its text, not encoded.
using PathArgument = std::pair<std::string_view, std::string_view>;

class RoutePattern {
public:
    /// More segments than this is an error: the router's recursion is as deep as its trie.
    static constexpr std::size_t most_segments = 64;

    /// A path begins with `/`. A parameter is a whole segment, `{name}` or `{name:type}`; names are
    /// identifiers, each once; `path` stands last. Refused because no request could ever have them:
    /// dot segments, a backslash, `?` and `#`, percent-encoding, control characters, bad UTF-8.
    static std::expected<RoutePattern, PatternError> parse(std::string_view text);

    /// As written.
    const std::string& text() const noexcept { return text_; }
    /// "/" has one, empty; "/a/" has "a" and an empty one.
    const std::vector<PatternSegment>& segments() const noexcept { return segments_; }
    bool ends_in_slash() const noexcept { return text_.ends_with('/'); }
    bool has_parameters() const noexcept;

    /// The percent-encoded path with those values. An error, as one sentence, for a parameter that
    /// is missing or that the path does not have, and for a value that the route would not take
    /// back: not of its type, empty, with a `/` where one segment stands, or a dot segment. Nor is
    /// there a path that begins with "//": a browser would take it for a host.
    std::expected<std::string, std::string> build(std::span<const PathArgument> arguments) const;

private:
    std::string text_;
    std::vector<PatternSegment> segments_;
};

/// A group's path and one below it, made one: what is below replaces the prefix's last slash. So
/// "/admin/" + "/" is "/admin/", "/admin/" + "/files/" is "/admin/files/", "/admin" + "/x" is
/// "/admin/x", and "" (a group without a path) changes nothing.
std::string join_paths(std::string_view prefix, std::string_view path);

}  // namespace tined::handlers
