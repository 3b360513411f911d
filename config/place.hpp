// Where something stands in a configuration file, and what was found wrong there. Everything that
// reads the configuration adds to one Problems, so that all errors of a file are told at once.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace tined::config {

/// A place in a file, for people: lines and columns from 1, columns counted in bytes. Line 0 means
/// the file as a whole, or a flag of the command line, whose name then stands for the file's.
/// `file` is a view of a name that the Document keeps: good as long as the Document is.
struct Place {
    std::string_view file;  ///< as the user named it
    int line = 0;
    int column = 0;

    auto operator<=>(const Place&) const = default;
};

/// Where the content of a scalar begins (past its quote, or in the line after `|`), so that an
/// error inside a template can name the file's own line and column.
struct Origin {
    Place place;
    int indent = 0;  ///< bytes that the file has, and the text has not, before each later line

    /// The place in the file of line and column (from 1) of the text. Exact for text on one line
    /// and for `|`; for folded text (`>`, or quoted over several lines) the line is an estimate.
    Place place_of(int line, int column) const noexcept;
};

/// "FILE:LINE:COLUMN", or "FILE" alone for line 0.
std::string to_string(const Place& place);

/// One thing that is wrong. It owns its text: it may outlive the Document.
struct Problem {
    std::string file;
    int line = 0;
    int column = 0;
    std::string path;  ///< of the key: "routes[2].get.tempalte"; empty for what has none
    std::string message;
    std::vector<std::string> more = {};  ///< lines that show it: an excerpt, what led there

    auto operator<=>(const Problem&) const = default;
    /// "tined.yaml:14:9: routes[2].get.tempalte: unknown key; did you mean "template"?"
    std::string to_string() const;
};

class Problems {
public:
    void add(const Place& place, std::string path, std::string message,
             std::vector<std::string> more = {});
    /// The system's answer (errno) behind what was added. If it is a shortage of the machine, which
    /// the next try need not meet, nothing that was found shows that the file is wrong.
    void note_cause(int code) noexcept;
    bool is_shortage() const noexcept { return is_shortage_; }

    bool empty() const noexcept { return problems_.empty(); }
    std::size_t size() const noexcept { return problems_.size(); }
    /// In the order of their places, each said once.
    std::vector<Problem> sorted() const;
    /// One line each, behind it what shows it.
    std::vector<std::string> lines() const;
    /// One line each, ended by a line feed; without what shows it.
    std::string to_string() const;

private:
    std::vector<Problem> problems_;
    bool is_shortage_ = false;
};

/// The path of a member: "limits" + "body_size" is "limits.body_size"; a key that is no plain word
/// stands in brackets: static["/a/"].
std::string member_path(std::string_view path, std::string_view key);
/// The path of an item: "routes" + 2 is "routes[2]".
std::string item_path(std::string_view path, std::size_t index);

}  // namespace tined::config
