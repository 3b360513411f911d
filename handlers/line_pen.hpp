// Writes a line of the access log. What a client sent is escaped. Nearly all of it needs none: it
// is looked at and copied in one pass, 16 bytes a step.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/pen.hpp"

namespace tined::handlers {

class LinePen : public base::Pen {
public:
    /// What a byte of a client's becomes at most: \u001b, in JSON.
    static constexpr std::size_t most_of_a_byte = 6;

    using Pen::Pen;

    /// As base::escape_for_message() has it.
    void escaped(std::string_view text);
    /// The same, and for an empty text a dash.
    void escaped_or_dash(std::string_view text) {
        if (text.empty()) {
            literal("-");
        } else {
            escaped(text);
        }
    }
    /// In quotes, as value::write_json() has it.
    void json(std::string_view text);
    /// As JSON has it: up to value::longest_number bytes.
    void real(double number);

private:
    void escape(std::string_view special);
    void escape_json(std::string_view special);
};

}  // namespace tined::handlers
