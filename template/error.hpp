// Where something stands in a template's file, and what is wrong there.
#pragma once

#include <string>

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

/// Why a template could not be compiled, loaded or rendered.
struct Error {
    std::string file;
    Place place;  ///< line 0: the file as a whole
    std::string message;
};

/// "FILE:LINE:COLUMN: message", or without line and column where it is the file as a whole.
std::string to_string(const Error& error);

}  // namespace tined::templates
