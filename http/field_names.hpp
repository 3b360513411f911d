// Which names a set of fields has, in one word: a bit for each. Most that is asked of fields is
// whether one is there that is not (conditions, ranges, Vary), and the word says so in a few
// instructions, without a look at the lines.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/words.hpp"

namespace tined::http {

/// Whether a field's name, a token, is `known`, in any case. Of `known`, a literal made of letters,
/// digits and dashes, the compiler makes numbers: a name is compared in a few instructions.
template <std::size_t size_and_nul>
[[gnu::always_inline]] inline bool is_field(std::string_view name,
                                            const char (&known)[size_and_nul]) noexcept {
    constexpr std::size_t size = size_and_nul - 1;
    // Of the bytes of a token only capital letters become by it what stands in `known`.
    constexpr std::uint64_t lower = base::every_byte(0x20);
    if (name.size() != size) return false;
    if constexpr (size < 8) {
        const std::uint64_t difference =
            base::load_short_word(name.data(), size) ^ base::load_short_word(known, size);
        return (difference & ~lower) == 0;
    } else {
        std::uint64_t differences = 0;  // the last step overlaps the one before it
        for (std::size_t at = 0; at < size; at += 8) {
            const std::size_t from = std::min(at, size - 8);
            differences |= base::load_word(name.data() + from) ^ base::load_word(known + from);
        }
        return (differences & ~lower) == 0;
    }
}

class FieldNames {
public:
    static constexpr unsigned places = 64;

    constexpr FieldNames() = default;
    constexpr FieldNames(std::initializer_list<std::string_view> names) noexcept {
        for (const std::string_view name : names) add(name);
    }

    constexpr void add(std::string_view name) noexcept { bits_ |= bit_of(name); }
    /// The bit of a name whose place is known; true if it was not set.
    bool add_place(unsigned place) noexcept {
        const std::uint64_t before = bits_;
        bits_ |= std::uint64_t{1} << place;
        return bits_ != before;
    }
    void add(FieldNames others) noexcept { bits_ |= others.bits_; }
    void clear() noexcept { bits_ = 0; }

    /// False: it is not there. True: it may be, for several names share a bit.
    bool may_have(std::string_view name) const noexcept { return (bits_ & bit_of(name)) != 0; }
    bool may_share_one(FieldNames others) const noexcept { return (bits_ & others.bits_) != 0; }

    /// The number of a name's bit, less than `places`; of a name that is not empty. The same for
    /// names that differ in case only. The factors give each of the fields that answers commonly
    /// have a bit of its own.
    static constexpr unsigned place_of(std::string_view name) noexcept {
        const auto fold = [](char c) { return static_cast<unsigned char>(c) | 0x20U; };
        const auto number = name.size() * 19 + fold(name.front()) + fold(name.back()) * 53;
        return static_cast<unsigned>(number % places);
    }

private:
    static constexpr std::uint64_t bit_of(std::string_view name) noexcept {
        return name.empty() ? 0 : std::uint64_t{1} << place_of(name);
    }

    std::uint64_t bits_ = 0;
};

}  // namespace tined::http
