// Which names a set of fields has, in one word: a bit for each. Most that is asked of fields is
// whether one is there that is not (conditions, ranges, Vary), and the word says so in a few
// instructions, without a look at the lines.
#pragma once

#include <cstdint>
#include <string_view>

namespace tined::http {

class FieldNames {
public:
    void add(std::string_view name) noexcept { bits_ |= bit_of(name); }
    void add(FieldNames others) noexcept { bits_ |= others.bits_; }
    void clear() noexcept { bits_ = 0; }

    /// False: it is not there. True: it may be, for several names share a bit.
    bool may_have(std::string_view name) const noexcept { return (bits_ & bit_of(name)) != 0; }
    bool may_share_one(FieldNames others) const noexcept { return (bits_ & others.bits_) != 0; }

private:
    // The same for names that differ in case only. The factors give each of the fields that answers
    // commonly have a bit of its own.
    static constexpr std::uint64_t bit_of(std::string_view name) noexcept {
        if (name.empty()) return 0;
        const auto fold = [](char c) { return static_cast<unsigned char>(c) | 0x20U; };
        const auto number = name.size() * 19 + fold(name.front()) + fold(name.back()) * 53;
        return std::uint64_t{1} << (number % 64);
    }

    std::uint64_t bits_ = 0;
};

}  // namespace tined::http
