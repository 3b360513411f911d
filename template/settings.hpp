// How templates are read and what one rendering may cost: the keys below `templates` in tined.yaml.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tined::templates {

/// Which templates are escaped as HTML.
enum class Autoescape {
    by_name,  ///< *.html *.htm *.xml *.svg
    never,
    always,
};

/// What one rendering may use before it ends with an error: a template can't hurt the server.
struct Bounds {
    std::size_t output = std::size_t{16} << 20;  ///< bytes, of the output and of any one text
    std::uint64_t loops = 1'000'000;  ///< turns of all loops together, elements of a range
    int depth = 100;                  ///< templates, blocks and macros within each other
};

struct Settings {
    bool trim_blocks = false;            ///< the newline after a {% %} is dropped
    bool lstrip_blocks = false;          ///< blanks from the line's start to a {% %} are dropped
    bool keep_trailing_newline = false;  ///< or the one newline at a file's end is dropped
    bool strict = false;                 ///< printing or using what is undefined is an error
    Autoescape autoescape = Autoescape::by_name;
    Bounds bounds;
};

}  // namespace tined::templates
