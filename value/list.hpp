// A sequence of values. Include value/value.hpp to use it: here Value is only named.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "value/block.hpp"

namespace tined::value {

class Value;

/// Shared by its copies until one of them is changed, which then copies the elements for itself. So
/// it can never hold itself. An empty one owns no memory. `List{other}` is a list that holds a
/// list: copy with `List(other)`.
class List {
public:
    List() noexcept = default;
    List(std::initializer_list<Value> items);
    explicit List(std::vector<Value> items);

    List(const List& other) noexcept : block_(other.block_) { hold(block_); }
    List(List&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    List& operator=(List other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~List() { let_go(block_); }

    /// Good until the list is changed or the last copy of it goes; so are iterators, references.
    std::span<const Value> items() const noexcept;
    const Value* begin() const noexcept { return items().data(); }
    const Value* end() const noexcept;
    std::size_t size() const noexcept { return items().size(); }
    bool empty() const noexcept { return items().empty(); }
    /// Asserts that there is one.
    const Value& operator[](std::size_t index) const;

    void reserve(std::size_t size);
    void push_back(Value item);
    void set(std::size_t index, Value item);  ///< asserts that there is one

    /// Python's ==: element by element.
    friend bool operator==(const List& a, const List& b);

private:
    friend class Value;
    struct ListBlock& own();  // the block, made or copied if it must be to be changed

    Block* block_ = nullptr;
};

}  // namespace tined::value
