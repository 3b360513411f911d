// Objects that hold values which may hold such objects again, as deep as a template likes.
#pragma once

#include "value/value.hpp"

namespace tined::value {

/// To be a base of such an Object beside Object itself. Freed by their destructors alone, a chain
/// of 100,000 of them would be freed by as many calls within each other.
class Holding {
public:
    virtual ~Holding() = default;
    /// What the object holds, in one list or map, which it no longer has then. Called once nobody
    /// else holds the object, right before it is freed.
    virtual Value surrender() const noexcept = 0;
};

}  // namespace tined::value
