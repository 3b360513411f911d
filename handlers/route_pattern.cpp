#include "handlers/route_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/nearest.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "http/target.hpp"

namespace tined::handlers {
namespace {

using Checked = std::optional<PatternError>;

PatternError fault(std::size_t offset, std::string message) { return {offset, std::move(message)}; }

// What may stand nowhere in a path, be it literal or parameter.
Checked check_text(std::string_view text) {
    if (!text.starts_with('/')) return fault(0, "a path begins with \"/\"");
    if (!base::is_utf8(text)) return fault(0, "a path is UTF-8");
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (base::is_control(c)) return fault(i, "a path has no control characters");
        if (c == '\\') return fault(i, "no request with a backslash in its path is served");
        if (c == '?') return fault(i, "a route's path has no query; see `arguments`");
        if (c == '#') return fault(i, "a path has no fragment");
        const bool is_escape = c == '%' && i + 2 < text.size() &&
                               base::hex_value(text[i + 1]) >= 0 &&
                               base::hex_value(text[i + 2]) >= 0;
        if (is_escape) return fault(i, "a path is written decoded: put the character itself");
    }
    return std::nullopt;
}

bool is_identifier(std::string_view name) {
    return !name.empty() && !base::is_digit(name.front()) &&
           std::ranges::all_of(name, [](char c) { return base::is_alnum(c) || c == '_'; });
}

bool is_dot_segment(std::string_view text) { return text == "." || text == ".."; }

// `piece` is "{...}" whole; `at` is the offset of its brace.
std::expected<PatternSegment, PatternError> parse_parameter(std::string_view piece,
                                                            std::size_t at) {
    const std::string_view inside = piece.substr(1, piece.size() - 2);
    const std::size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    if (!is_identifier(name)) {
        return std::unexpected(fault(
            at + 1, "a parameter's name is letters, digits and _, not beginning with a digit"));
    }
    PatternSegment segment{.is_parameter = true, .text = std::string(name)};
    if (colon == std::string_view::npos) return segment;
    const std::string_view word = inside.substr(colon + 1);
    const auto type = parameter_type(word);
    if (!type) {
        std::string message = fmt::format("\"{}\" is no type of a parameter: they are {}", word,
                                          fmt::join(parameter_type_names, ", "));
        if (const auto meant = base::nearest(word, parameter_type_names)) {
            message += fmt::format("; did you mean \"{}\"?", *meant);
        }
        return std::unexpected(fault(at + colon + 2, std::move(message)));
    }
    segment.type = *type;
    return segment;
}

std::expected<PatternSegment, PatternError> parse_segment(std::string_view piece, std::size_t at) {
    const std::size_t brace = piece.find_first_of("{}");
    if (brace == std::string_view::npos) {
        if (is_dot_segment(piece)) {
            return std::unexpected(
                fault(at, fmt::format("\"{}\" is resolved before a route is looked for", piece)));
        }
        return PatternSegment{.text = std::string(piece)};
    }
    if (piece.front() == '{' && piece.find('}') == std::string_view::npos) {
        return std::unexpected(fault(at, "a \"{\" without its \"}\""));
    }
    const bool is_whole = piece.front() == '{' && piece.find_first_of("{}", 1) == piece.size() - 1;
    if (!is_whole) {
        return std::unexpected(fault(
            at + brace,
            "a parameter is a whole segment, between slashes; for part of one write `regex:`"));
    }
    return parse_parameter(piece, at);
}

// A name twice, or something after a path parameter. `at` is the segment's offset.
Checked check_order(const std::vector<PatternSegment>& before, const PatternSegment& segment,
                    std::size_t at) {
    if (!before.empty() && before.back().is_parameter &&
        before.back().type == ParameterType::path) {
        return fault(at, fmt::format("\"{}\" takes the whole rest, so nothing can stand after it",
                                     before.back().text));
    }
    const bool is_taken = segment.is_parameter && std::ranges::any_of(before, [&](auto& other) {
                              return other.is_parameter && other.text == segment.text;
                          });
    if (is_taken) {
        return fault(at + 1, fmt::format("the parameter \"{}\" stands twice", segment.text));
    }
    return std::nullopt;
}

// Encodes a value for its place, or says why the route would not take it back.
std::expected<std::string, std::string> encode_value(const PatternSegment& segment,
                                                     std::string_view value) {
    const bool is_path = segment.type == ParameterType::path;
    if (!is_of(segment.type, value)) {
        return std::unexpected(fmt::format("\"{}\" of \"{}\" is no {}",
                                           base::escape_for_message(value), segment.text,
                                           value.empty() ? "text" : name_of(segment.type)));
    }
    std::string encoded;
    for (const std::string_view piece : base::split(value, '/')) {
        if (is_dot_segment(piece) || piece.find('\\') != std::string_view::npos ||
            piece.find('\0') != std::string_view::npos || !base::is_utf8(piece)) {
            return std::unexpected(fmt::format("\"{}\" of \"{}\" cannot stand in a path",
                                               base::escape_for_message(value), segment.text));
        }
        if (piece.data() != value.data()) encoded += '/';
        encoded += http::encode_component(piece);
    }
    if (!is_path && value.find('/') != std::string_view::npos) {
        return std::unexpected(fmt::format("\"{}\" of \"{}\" is more than one segment",
                                           base::escape_for_message(value), segment.text));
    }
    return encoded;
}

}  // namespace

std::expected<RoutePattern, PatternError> RoutePattern::parse(std::string_view text) {
    if (auto wrong = check_text(text)) return std::unexpected(std::move(*wrong));
    RoutePattern pattern;
    pattern.text_ = text;
    for (const std::string_view piece : base::split(text.substr(1), '/')) {
        const auto at = static_cast<std::size_t>(piece.data() - text.data());
        auto segment = parse_segment(piece, at);
        if (!segment) return std::unexpected(std::move(segment.error()));
        if (auto wrong = check_order(pattern.segments_, *segment, at)) {
            return std::unexpected(std::move(*wrong));
        }
        if (pattern.segments_.size() == most_segments) {
            return std::unexpected(fault(at, fmt::format("more than {} segments", most_segments)));
        }
        pattern.segments_.push_back(std::move(*segment));
    }
    return pattern;
}

bool RoutePattern::has_parameters() const noexcept {
    return std::ranges::any_of(segments_, &PatternSegment::is_parameter);
}

std::expected<std::string, std::string> RoutePattern::build(
    std::span<const PathArgument> arguments) const {
    std::string path;
    for (const PatternSegment& segment : segments_) {
        path += '/';
        if (!segment.is_parameter) {
            path += http::encode_component(segment.text);
            continue;
        }
        const auto given = std::ranges::find(arguments, segment.text, &PathArgument::first);
        if (given == arguments.end()) {
            return std::unexpected(fmt::format("the path {} needs \"{}\"", text_, segment.text));
        }
        auto encoded = encode_value(segment, given->second);
        if (!encoded) return encoded;
        path += *encoded;
    }
    for (const PathArgument& argument : arguments) {
        const bool is_known = std::ranges::any_of(segments_, [&](const PatternSegment& segment) {
            return segment.is_parameter && segment.text == argument.first;
        });
        if (!is_known) {
            return std::unexpected(
                fmt::format("the path {} has no parameter \"{}\"", text_, argument.first));
        }
    }
    // Written into a page or a Location, "//x" would name a host.
    if (path.starts_with("//")) {
        return std::unexpected(fmt::format("the path {} would begin with \"//\"", text_));
    }
    return path;
}

std::string join_paths(std::string_view prefix, std::string_view path) {
    if (prefix.ends_with('/')) prefix.remove_suffix(1);
    return std::string(prefix) + std::string(path);
}

}  // namespace tined::handlers
