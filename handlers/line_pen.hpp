// Writes a line of the access log. What a client sent is escaped. Nearly all of it needs none: it
// is looked at and copied in one pass (handlers/plain_copy.hpp).
#pragma once

#include <cstddef>
#include <string_view>

#include "base/pen.hpp"
#include "handlers/plain_copy.hpp"

namespace tined::handlers {

class LinePen : public base::Pen {
public:
    /// What a byte of a client's becomes at most: \u001b, in JSON.
    static constexpr std::size_t most_of_a_byte = 6;

    using Pen::Pen;

    /// As base::escape_for_message() has it.
    [[gnu::always_inline]] void escaped(std::string_view text) {
        at_ = copy_if_plain(text, at_) ? at_ + text.size() : escape(text, at_);
    }
    /// The same, and for an empty text a dash.
    [[gnu::always_inline]] void escaped_or_dash(std::string_view text) {
        if (text.empty()) {
            literal("-");
        } else {
            escaped(text);
        }
    }
    /// In quotes, as value::write_json() has it in ASCII.
    void json(std::string_view text) { at_ = write_json(text, at_); }
    /// As JSON has it: up to value::longest_number bytes.
    void real(double number);
    /// What is nearly always of three digits.
    void status(int status) noexcept {
        if (status < 100 || status > 999) return number(static_cast<std::uint64_t>(status));
        const auto digits = static_cast<unsigned>(status);
        at_[0] = static_cast<char>('0' + digits / 100);
        at_[1] = static_cast<char>('0' + digits / 10 % 10);
        at_[2] = static_cast<char>('0' + digits % 10);
        at_ += 3;
    }

private:
    // They have no pen, but its place, so that the compiler may keep that in a register.
    static char* escape(std::string_view special, char* at);
    static char* write_json(std::string_view text, char* at);
};

}  // namespace tined::handlers
