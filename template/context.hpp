// What a rendering has for names that are no variables: what the template set on its outermost
// level, what an include was given, and below all of it Names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "template/names.hpp"
#include "template/program.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// One way to write a block.
struct BlockBody {
    const Program* program;
    std::uint32_t code;
};

/// All bodies that a template and those it extends have for each block, the nearest first.
class BlockTable {
public:
    /// Adds a template's blocks below those that are there.
    void add(const Program& program);
    /// The body that has so many nearer ones. Null if there is none.
    const BlockBody* find(Slot name, std::size_t level) const;
    /// Of all blocks; of those that have several bodies several times.
    std::vector<Slot> names() const;
    void clear() { rows_.clear(); }

private:
    struct Row {
        Slot name;
        BlockBody body;
    };
    std::vector<Row> rows_;
};

/// Lives while its template renders, or to the rendering's end once a macro refers to it.
struct Context {
    const Context* parent = nullptr;  ///< asked for what is not here
    const Names* names = nullptr;     ///< where there is no parent; null: nothing is given
    BlockTable* blocks = nullptr;
    std::vector<std::pair<Slot, value::Value>> values;
    BlockTable own_blocks;
    mutable bool is_kept = false;

    const value::Value* find(Slot slot) const;
    void set(Slot slot, value::Value value);
    /// From Names; undefined if there is none.
    value::Value ask(Slot slot) const;
    void keep() const;
    /// As if it were new, but for capacity.
    void clear();
};

}  // namespace tined::templates
