// What stands in the blocks of all but text. For the folder's own sources.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "value/key_index.hpp"
#include "value/value.hpp"

namespace tined::value {

/// What can hold blocks itself.
struct ContainerBlock : Block {
    using Block::Block;
    ContainerBlock* next_dead = nullptr;  // used by destroy() alone
};

struct ListBlock : ContainerBlock {
    ListBlock() noexcept : ContainerBlock(BlockKind::list) {}
    std::vector<Value> items;
};

struct MapBlock : ContainerBlock {
    MapBlock() noexcept : ContainerBlock(BlockKind::map) {}
    std::vector<Map::Entry> entries;
    std::unique_ptr<KeyIndex> index;  // null up to most_scanned entries
};

struct ObjectBlock : ContainerBlock {
    explicit ObjectBlock(std::shared_ptr<const Object> what) noexcept
        : ContainerBlock(BlockKind::object), object(std::move(what)) {}
    std::shared_ptr<const Object> object;  // shared: see Value::object()
};

struct CallableBlock : Block {
    explicit CallableBlock(std::shared_ptr<const Callable> what) noexcept
        : Block(BlockKind::callable), callable(std::move(what)) {}
    std::shared_ptr<const Callable> callable;  // shared: see Value::object()
};

}  // namespace tined::value
