// What a rendering needs memory for. The Environment keeps it from one rendering to the next, so
// that in the steady state a rendering asks for none.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "template/context.hpp"
#include "template/escaper.hpp"
#include "template/run_objects.hpp"
#include "template/value_stack.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// A loop that is open.
struct Loop {
    value::Value items;  ///< a list or a map
    std::size_t length;
    std::size_t index = 0;  ///< of the present item, counted from 1
    int depth = 1;
    value::Value last_changed;
    const value::Value* listed = nullptr;  ///< the first of a list's; null for a map
    const value::Value& item(std::size_t number) const {
        return listed ? listed[number - 1] : items.as_map().entries()[number - 1].first;
    }
};

/// One rendering's at a time; empty between them, but for capacity.
struct Workspace {
    ValueStack stack;
    std::vector<value::Value> slots;  ///< of a macro that is about to be called
    std::vector<Loop> loops;
    std::vector<const Escaper*> outer_escapers;
    std::vector<std::string> captures;               ///< captured output, the innermost last
    std::vector<std::unique_ptr<Context>> kept;      ///< macros refer to them
    std::vector<std::unique_ptr<Context>> spare;     ///< used up, to be used again
    std::vector<std::shared_ptr<const Cell>> cells;  ///< shared with values; emptied at the end

    void clear();
    /// Whether it has grown beyond what a usual page needs: better to be freed than kept.
    bool is_large() const;
};

}  // namespace tined::templates
