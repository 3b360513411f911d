#include "template/context.hpp"

namespace tined::templates {

void BlockTable::add(const Program& program) {
    for (const NamedBlock& block : program.blocks) {
        rows_.push_back({block.name, {&program, block.code}});
    }
}

const BlockBody* BlockTable::find(Slot name, std::size_t level) const {
    for (const Row& row : rows_) {
        if (row.name == name && level-- == 0) return &row.body;
    }
    return nullptr;
}

std::vector<Slot> BlockTable::names() const {
    std::vector<Slot> all;
    for (const Row& row : rows_) all.push_back(row.name);
    return all;
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

void Context::clear() {
    parent = nullptr;
    names = nullptr;
    blocks = nullptr;
    values.clear();
    own_blocks.clear();
    is_kept = false;
}

void Context::keep() const {
    for (const Context* context = this; context; context = context->parent) {
        context->is_kept = true;
    }
}

}  // namespace tined::templates
