// The methods that a route answers, as a set.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "http/method.hpp"

namespace tined::handlers {

class MethodSet {
public:
    constexpr MethodSet() noexcept = default;
    constexpr MethodSet(std::initializer_list<http::Method> methods) noexcept {
        for (const http::Method method : methods) add(method);
    }
    /// `any:` in tined.yaml: whatever no other route at the same place names, unknown methods too.
    static constexpr MethodSet any() noexcept {
        MethodSet set;
        set.bits_ = any_bit;
        return set;
    }

    constexpr void add(http::Method method) noexcept { bits_ |= bit(method); }
    constexpr MethodSet& operator|=(MethodSet other) noexcept {
        bits_ |= other.bits_;
        return *this;
    }
    /// By name; `any` is not asked.
    constexpr bool names(http::Method method) const noexcept { return (bits_ & bit(method)) != 0; }
    constexpr bool has_any() const noexcept { return (bits_ & any_bit) != 0; }
    constexpr bool is_empty() const noexcept { return bits_ == 0; }
    /// Both name a method, or both have `any`.
    constexpr bool overlaps(MethodSet other) const noexcept { return (bits_ & other.bits_) != 0; }
    /// Whatever `other` answers, this answers too. HEAD and OPTIONS follow from the rest.
    constexpr bool covers(MethodSet other) const noexcept {
        return has_any() || (other.bits_ & ~bits_) == 0;
    }

    constexpr bool operator==(const MethodSet&) const noexcept = default;

private:
    static constexpr std::uint16_t any_bit = 1U << 15U;
    // Method::other is a method that nobody names: it has no bit, so only `any` answers it.
    static constexpr std::uint16_t bit(http::Method method) noexcept {
        return method == http::Method::other
                   ? std::uint16_t{0}
                   : static_cast<std::uint16_t>(1U << static_cast<unsigned>(method));
    }
    std::uint16_t bits_ = 0;
};

/// The value of Allow, always in the same order: what is named, HEAD where GET is, and OPTIONS,
/// which tined answers itself. A set with `any` has all that tined knows by name.
std::string allow_text(MethodSet methods);

}  // namespace tined::handlers
