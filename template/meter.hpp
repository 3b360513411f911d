// What a rendering has done, in turns of a loop: the bound `loops` is for all of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "value/value.hpp"

namespace tined::templates {

class Meter {
public:
    static constexpr std::size_t bytes_of_turn = 256;
    static constexpr std::size_t elements_of_turn = 16;

    explicit Meter(std::uint64_t most) noexcept : most_(most) {}

    /// False: more than the bound, and the rendering has to end.
    bool take(std::uint64_t turns = 1) noexcept {
        turns_ += turns;
        return turns_ <= most_;
    }

    /// That all of a value is read. What is short is free; a long text or list takes about as many
    /// turns as an empty loop would make in the time.
    bool read(const value::Value& value) {
        switch (value.kind()) {
            case value::Kind::text:
                return take(value.as_text().size() / bytes_of_turn);
            case value::Kind::list:
                return take(value.as_list().size() / elements_of_turn);
            case value::Kind::map:
                return take(value.as_map().size() / elements_of_turn);
            case value::Kind::undefined:
            case value::Kind::null:
            case value::Kind::boolean:
            case value::Kind::integer:
            case value::Kind::real:
            case value::Kind::object:
            case value::Kind::callable:
                break;
        }
        return true;
    }

    std::uint64_t most() const noexcept { return most_; }
    /// The bytes that can still be read.
    std::uint64_t bytes_left() const noexcept {
        const std::uint64_t turns = turns_ < most_ ? most_ - turns_ : 0;
        return std::min(turns, UINT64_MAX / bytes_of_turn - 1) * bytes_of_turn;
    }

private:
    std::uint64_t most_;
    std::uint64_t turns_ = 0;
};

}  // namespace tined::templates
