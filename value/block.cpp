#include "value/block.hpp"

#include <new>

#include "value/containers.hpp"

namespace tined::value {
namespace {

void destroy_text(Block* block) noexcept {
    block->~Block();
    ::operator delete(block);
}

void delete_container(ContainerBlock* block) noexcept {
    if (block->kind == BlockKind::list) {
        delete static_cast<ListBlock*>(block);
    } else {
        delete static_cast<MapBlock*>(block);
    }
}

}  // namespace

void destroy(Block* block) noexcept {
    switch (block->kind) {
        case BlockKind::text:
            return destroy_text(block);
        case BlockKind::object:
            delete static_cast<ObjectBlock*>(block);
            return;
        case BlockKind::callable:
            delete static_cast<CallableBlock*>(block);
            return;
        case BlockKind::list:
        case BlockKind::map:
            break;
    }

    // The dead are a chain through the blocks themselves: no stack grows and nothing is allocated.
    auto* dead = static_cast<ContainerBlock*>(block);
    const auto part_with = [&dead](Value& child) noexcept {
        if (child.kind() != Kind::list && child.kind() != Kind::map) return;
        Block* const held = child.payload_.block;
        if (held == nullptr || --held->holders > 0) return child.forget();
        auto* const orphan = static_cast<ContainerBlock*>(held);
        orphan->next_dead = dead;
        dead = orphan;
        child.forget();
    };
    while (dead != nullptr) {
        ContainerBlock* const current = dead;
        dead = current->next_dead;
        if (current->kind == BlockKind::list) {
            for (Value& item : static_cast<ListBlock*>(current)->items) part_with(item);
        } else {
            for (auto& [key, item] : static_cast<MapBlock*>(current)->entries) {
                part_with(key);
                part_with(item);
            }
        }
        delete_container(current);
    }
}

}  // namespace tined::value
