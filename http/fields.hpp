// The field lines of one received head, as views into the bytes that carried them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "http/field_names.hpp"

namespace tined::http {

struct Field {
    std::string_view name;   ///< as sent; compare without regard to case
    std::string_view value;  ///< without the white space around it
};

/// Good as long as the received bytes are.
class Fields {
public:
    /// `name` is a token.
    void add(std::string_view name, std::string_view value) {
        const unsigned place = FieldNames::place_of(name);
        if (names_.add_place(place)) first_[place] = static_cast<std::uint16_t>(lines_.size());
        lines_.push_back({name, value});
    }
    /// Keeps the memory for the next head.
    void clear() noexcept {
        lines_.clear();
        names_.clear();
    }

    /// The first line of that name; RFC 9110 §5.3 lets only lists stand in several.
    std::optional<std::string_view> find(std::string_view name) const noexcept {
        return names_.may_have(name) ? search(name) : std::nullopt;
    }
    /// The same by a literal, as is_field() wants it: its bit is known when it is compiled.
    template <std::size_t size_and_nul>
    [[gnu::always_inline]] std::optional<std::string_view> find(
        const char (&name)[size_and_nul]) const noexcept {
        constexpr std::size_t size = size_and_nul - 1;
        const std::string_view text(name, size);
        if (!names_.may_have(text)) return std::nullopt;
        const Field& first = lines_[first_[FieldNames::place_of(text)]];
        return is_field(first.name, name) ? first.value : search(text);
    }
    /// False: none of those names is there.
    bool may_have_any(FieldNames names) const noexcept { return names_.may_share_one(names); }
    /// The last line of that name: what a mapping by name shows.
    std::optional<std::string_view> find_last(std::string_view name) const noexcept;
    std::size_t count(std::string_view name) const noexcept;

    auto begin() const noexcept { return lines_.begin(); }
    auto end() const noexcept { return lines_.end(); }
    std::size_t size() const noexcept { return lines_.size(); }

private:
    std::optional<std::string_view> search(std::string_view name) const noexcept;

    std::vector<Field> lines_;
    FieldNames names_;
    // For each bit of names_ that is set the first line that has set it: no search begins before.
    std::array<std::uint16_t, FieldNames::places> first_ = {};
};

}  // namespace tined::http
