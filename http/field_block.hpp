// The field lines of an answer, kept as they will stand on the wire: "Name: value CRLF" one after
// the other, so that sending them is one copy. In the order in which they were added.
//
// What many answers have in common is made once, as a block of its own, checked then, and set as a
// whole: the five fields of a file's answer cost 4,300 instructions one by one, and 150 so.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "http/field_names.hpp"
#include "http/fields.hpp"

namespace tined::http {

/// The fields that http/response_writer.hpp makes out of the body and the connection; whoever else
/// sets one would have two truths on the wire. Any case.
bool is_framing_field(std::string_view name) noexcept;

class FieldBlock {
public:
    FieldBlock() = default;
    /// With one field.
    FieldBlock(std::string_view name, std::string_view value) { add(name, value); }

    /// Throws std::invalid_argument for a name that is no token, a value with CR, LF, NUL or
    /// another control character, and a framing field: who lets users write them checks before
    /// (http/field_syntax.hpp).
    void add(std::string_view name, std::string_view value);
    /// All of `others`, in place of what is here of their names.
    void set(const FieldBlock& others);
    void remove(std::string_view name);

    /// The first line of that name, good until the block changes.
    std::optional<std::string_view> find(std::string_view name) const noexcept {
        return names_.may_have(name) ? search(name) : std::nullopt;
    }
    bool has(std::string_view name) const noexcept { return find(name).has_value(); }

    std::string_view text() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

    class Iterator {
    public:
        using value_type = Field;
        using difference_type = std::ptrdiff_t;
        Iterator() = default;
        explicit Iterator(std::string_view rest) noexcept : rest_(rest) {}

        Field operator*() const noexcept;
        Iterator& operator++() noexcept;
        Iterator operator++(int) noexcept;
        bool operator==(const Iterator& other) const noexcept {
            return rest_.size() == other.rest_.size();
        }

    private:
        std::string_view rest_;
    };
    Iterator begin() const noexcept { return Iterator(text_); }
    Iterator end() const noexcept { return Iterator(); }

private:
    std::optional<std::string_view> search(std::string_view name) const noexcept;

    std::string text_;
    FieldNames names_;
};

}  // namespace tined::http
