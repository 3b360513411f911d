// Where something stands in a template's file, and what is wrong there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tined::templates {

/// A position in a file. Both count from 1; columns are characters (code points), not bytes.
struct Place {
    int line = 1;
    int column = 1;
    friend bool operator==(const Place&, const Place&) = default;
};

/// Where a template's text begins, so that errors name the file's own lines. A template that is a
/// file of its own begins at 1:1; a text in tined.yaml where its first character stands.
struct Origin {
    std::string file;
    int line = 1;
    int column = 1;
    /// Columns of the file that stand before each further line of the text (a YAML block's indent).
    int indent = 0;
};

/// What led to the place of an error, one step further out.
struct Step {
    enum class Via { include, import, extends, block, macro };
    Via via;
    std::string file;
    Place place;
    friend bool operator==(const Step&, const Step&) = default;
};

/// What stands before the step's place: "included at", "called at".
std::string_view words_of(Step::Via via) noexcept;

/// Why a template could not be compiled, loaded or rendered.
struct Error {
    std::string file;
    Place place;  ///< line 0: the file as a whole
    std::string message;
    std::string excerpt = {};      ///< the line, or of a long one the part around the place
    int caret = 0;                 ///< the place's column in the excerpt, from 1; 0: no excerpt
    std::vector<Step> chain = {};  ///< the nearest first
    int system_error = 0;          ///< errno, if the system has refused the file
};

/// Notes a step further out. One that is as the last is noted once, and at most 20 are: what calls
/// itself until a bound is reached got there by the same step each time.
void add_step(Error& error, Step step);

/// The line that the error's place is in, out of a source that begins at `origin`.
void add_excerpt(Error& error, const Origin& origin, std::string_view source);

/// "FILE:LINE:COLUMN: message", or without line and column where it is the file as a whole. What
/// led there is added in parentheses: "(included at FILE:LINE:COLUMN)".
std::string to_string(const Error& error);

/// The same as lines, with the excerpt, a caret below its place, and each step on its own.
std::vector<std::string> lines_of(const Error& error);

}  // namespace tined::templates
