#include "value/list.hpp"

#include <cassert>

#include "value/containers.hpp"

namespace tined::value {

List::List(std::initializer_list<Value> items) : List(std::vector<Value>(items)) {}

List::List(std::vector<Value> items) {
    if (items.empty()) return;
    own().items = std::move(items);
}

ListBlock& List::own() {
    if (block_ == nullptr) {
        block_ = new ListBlock;
    } else if (block_->holders > 1) {
        auto copy = std::make_unique<ListBlock>();
        copy->items = static_cast<const ListBlock*>(block_)->items;
        let_go(block_);
        block_ = copy.release();
    }
    return static_cast<ListBlock&>(*block_);
}

std::span<const Value> List::items() const noexcept {
    if (block_ == nullptr) return {};
    return static_cast<const ListBlock*>(block_)->items;
}

const Value* List::end() const noexcept {
    const auto all = items();
    return all.data() + all.size();
}

const Value& List::operator[](std::size_t index) const {
    const auto all = items();
    assert(index < all.size());
    return all[index];
}

void List::reserve(std::size_t size) {
    if (size > 0) own().items.reserve(size);
}

void List::push_back(Value item) { own().items.push_back(std::move(item)); }

void List::set(std::size_t index, Value item) {
    auto& all = own().items;
    assert(index < all.size());
    all[index] = std::move(item);
}

}  // namespace tined::value
