#include "template/context.hpp"

#include <algorithm>

namespace tined::templates {

void BlockTable::add(const Program& program) {
    for (const NamedBlock& block : program.blocks) {
        auto chain =
            std::ranges::find(chains_, block.name, [](const auto& row) { return row.first; });
        if (chain == chains_.end()) chain = chains_.insert(chain, {block.name, {}});
        chain->second.push_back({&program, block.code});
    }
}

const std::vector<BlockBody>* BlockTable::find(Slot name) const {
    for (const auto& [block, bodies] : chains_) {
        if (block == name) return &bodies;
    }
    return nullptr;
}

const value::Value* Context::find(Slot slot) const {
    for (const Context* context = this; context; context = context->parent) {
        for (const auto& [name, value] : context->values) {
            if (name == slot) return &value;
        }
    }
    return nullptr;
}

void Context::set(Slot slot, value::Value value) {
    for (auto& [name, old] : values) {
        if (name != slot) continue;
        old = std::move(value);
        return;
    }
    values.emplace_back(slot, std::move(value));
}

value::Value Context::ask(Slot slot) const {
    const Context* context = this;
    while (context->parent) context = context->parent;
    return context->names ? context->names->value_of(slot) : value::Value();
}

void Context::keep() const {
    for (const Context* context = this; context; context = context->parent) {
        context->is_kept = true;
    }
}

}  // namespace tined::templates
