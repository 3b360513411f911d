// The text of one configuration file with its lines, and what can be told about a place in it
// without parsing. yaml-cpp's events do not say how a value was written; the text does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/place.hpp"

namespace tined::config {

class Source {
public:
    /// `file` is kept as a view, see Place.
    Source(std::string_view file, std::string text);

    std::string_view text() const noexcept { return text_; }
    /// From `offset` to the end of the file; empty past it.
    std::string_view from(std::size_t offset) const noexcept;
    /// NUL past the end: no text has one.
    char at(std::size_t offset) const noexcept;

    Place place_at(std::size_t offset) const noexcept;
    std::size_t line_begin(std::size_t offset) const noexcept;
    /// The offset of the line's end: of its line feed, or of the text's end.
    std::size_t line_end(std::size_t offset) const noexcept;
    /// Blanks and tabs that the line of `offset` begins with.
    std::string_view indentation(std::size_t offset) const noexcept;

    /// Past blanks and tabs.
    std::size_t skip_blanks(std::size_t offset) const noexcept;
    /// Past blanks, line ends and comments: to where YAML finds the next token.
    std::size_t skip_to_token(std::size_t offset) const noexcept;

    /// Where the plain scalar at `offset`, which YAML read as `value`, ends: just past its last
    /// byte. Line folding is followed: a blank of the value stands for any white space.
    std::size_t end_of_plain(std::size_t offset, std::string_view value) const noexcept;
    /// Just past the closing quote of the quoted scalar at `offset`; npos if it is never closed.
    std::size_t end_of_quoted(std::size_t offset) const noexcept;
    /// Just past the bracket that closes the one at `offset`, quotes seen; npos if there is none.
    std::size_t end_of_flow(std::size_t offset) const noexcept;

    /// Replaces [begin, end) by an x and blanks, line feeds kept, so that all other places stay
    /// as they are: for parsing on past what has been told. Takes a range of at least one byte.
    void blank_out(std::size_t begin, std::size_t end);

    static constexpr std::size_t npos = std::string_view::npos;

private:
    std::string_view file_;
    std::string text_;
    std::vector<std::size_t> lines_;  // the offset of each line's first byte
};

}  // namespace tined::config
