// How a template asks for names: each free name becomes a slot when the template is compiled, and
// is asked of Names by its slot when it is rendered. Who renders decides what a slot holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "value/value.hpp"

namespace tined::templates {

/// The number of a name in its Symbols.
using Slot = std::uint32_t;

/// Gives each name one slot, from 0, in the order in which they are first asked. One for a whole
/// site, so that its renderers can index an array; it outlives all that was compiled with it.
class Symbols {
public:
    Symbols() = default;
    Symbols(const Symbols&) = delete;  // the map's keys point into the deque
    Symbols& operator=(const Symbols&) = delete;

    Slot slot_of(std::string_view name);
    /// Good for as long as the Symbols; the slot must be one that slot_of() gave.
    std::string_view name_of(Slot slot) const;
    std::size_t size() const noexcept { return names_.size(); }

private:
    std::deque<std::string> names_;  // a deque, for its elements never move
    std::unordered_map<std::string_view, Slot> slots_;
};

/// What a rendering is given. Outlives the rendering.
class Names {
public:
    virtual ~Names() = default;
    /// Undefined where there is no such name: then a global of the Environment stands in, if there
    /// is one.
    virtual value::Value value_of(Slot slot) const = 0;
};

}  // namespace tined::templates
