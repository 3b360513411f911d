// Why a YAML parser gave up, in words that help: its own message names a token, this names the
// trap and its mend, by the text around the place and by how far the tree had come.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "config/source.hpp"
#include "config/tree_builder.hpp"

namespace tined::config {

struct Explanation {
    std::size_t offset = 0;   ///< the place to tell
    std::string message;      ///< empty if it has been told already
    bool is_of_value = true;  ///< a key's value is wrong, not the form of the lines
    /// What to blank out of the source to parse on and find the next problem; an empty range
    /// where no value can be told from the rest.
    std::size_t blank_begin = 0;
    std::size_t blank_end = 0;
};

/// `offset` and `message` are the parser's.
Explanation explain(const Source& source, const TreeBuilder& builder, std::size_t offset,
                    std::string_view message);

}  // namespace tined::config
