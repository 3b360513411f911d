// Paths of targets, and components of URLs: decode_path() and the walk over dot segments in it.
#include <algorithm>
#include <string>

#include "base/utf8.hpp"
#include "http/target.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

std::string join(const http::Path& path, std::string (*spell)(std::string_view)) {
    std::string text;
    for (const std::string_view segment : path.segments) text += '/' + spell(segment);
    return text;
}

std::string as_it_is(std::string_view segment) { return std::string(segment); }

void check(const http::Path& path) {
    must(!path.segments.empty());
    must(base::is_utf8(path.text) && path.text.find('\0') == path.text.npos);
    must_equal(join(path, as_it_is), path.text);
    bool has_separator = false;
    for (const std::string_view segment : path.segments) {
        // None that would leave a folder, however it was written.
        must(segment != "." && segment != "..");
        has_separator = has_separator || segment.find_first_of("/\\") != segment.npos;
    }
    must(path.has_hidden_separator == has_separator);
}

void check_the_same_again(const http::Path& path) {
    http::Path again;
    must(http::decode_path(join(path, http::encode_component), again).has_value());
    must(std::ranges::equal(again.segments, path.segments));
    if (path.has_hidden_separator) return;
    must(http::decode_path(http::encode_path(path.text), again).has_value());
    must(std::ranges::equal(again.segments, path.segments));
}

void read_path(std::string_view raw) {
    http::Path path;
    if (!http::decode_path(raw, path)) {
        must(path.text.empty() && path.segments.empty());
        return;
    }
    must(path.text.size() <= raw.size() + 1);
    check(path);
    check_the_same_again(path);
}

void read_component(std::string_view raw) {
    const auto decoded = http::decode_component(raw);
    if (decoded)
        must_equal(http::decode_component(http::encode_component(*decoded)).value(), *decoded);
}

}  // namespace

void read(std::string_view input) {
    // What the parser gives to decode_path(): RequestHead::raw_path.
    if (input.starts_with('/')) read_path(input);
    read_component(input);
}

}  // namespace tined::fuzz
