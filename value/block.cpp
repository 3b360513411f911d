#include "value/block.hpp"

#include <new>

#include "value/containers.hpp"
#include "value/holding.hpp"

namespace tined::value {
namespace {

void destroy_text(Block* block) noexcept {
    block->~Block();
    ::operator delete(block);
}

void delete_container(ContainerBlock* block) noexcept {
    if (block->kind == BlockKind::list) {
        delete static_cast<ListBlock*>(block);
    } else if (block->kind == BlockKind::map) {
        delete static_cast<MapBlock*>(block);
    } else {
        delete static_cast<ObjectBlock*>(block);
    }
}

// What an object held that goes now; nothing if somebody else has it too.
Value surrendered(const ObjectBlock& block) noexcept {
    if (block.object.use_count() > 1) return {};
    const auto* const holding = dynamic_cast<const Holding*>(block.object.get());
    return holding ? holding->surrender() : Value();
}

}  // namespace

void destroy(Block* block) noexcept {
    switch (block->kind) {
        case BlockKind::text:
            return destroy_text(block);
        case BlockKind::callable:
            delete static_cast<CallableBlock*>(block);
            return;
        case BlockKind::list:
        case BlockKind::map:
        case BlockKind::object:
            break;
    }

    // The dead are a chain through the blocks themselves: no stack grows and nothing is allocated.
    auto* dead = static_cast<ContainerBlock*>(block);
    const auto part_with = [&dead](Value& child) noexcept {
        const bool is_container = child.kind() == Kind::list || child.kind() == Kind::map ||
                                  (child.kind() == Kind::object && child.is_counted());
        if (!is_container) return;
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
        } else if (current->kind == BlockKind::object) {
            Value held = surrendered(static_cast<ObjectBlock&>(*current));
            part_with(held);
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
