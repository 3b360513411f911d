// A mapping of values to values. Include value/value.hpp to use it: here Value is only named.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

#include "value/block.hpp"

namespace tined::value {

class Value;

/// In the order of insertion, shared by its copies until one is changed, as List is. Keys are
/// mostly text; they are the same when they are equal as Python has it (1, 1.0 and true are one
/// key). Any value may be a key: what else a language refuses is for that language to say.
/// Up to eight entries are searched one after the other; more, by an index of keyed hashes
/// that nobody outside can make collide.
class Map {
public:
    using Entry = std::pair<Value, Value>;

    Map() noexcept = default;
    Map(std::initializer_list<Entry> entries);

    Map(const Map& other) noexcept : block_(other.block_) { hold(block_); }
    Map(Map&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    Map& operator=(Map other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~Map() { let_go(block_); }

    /// Good until the map is changed or the last copy of it goes; so are iterators and pointers.
    std::span<const Entry> entries() const noexcept;
    const Entry* begin() const noexcept;
    const Entry* end() const noexcept;
    std::size_t size() const noexcept;
    bool empty() const noexcept { return size() == 0; }

    /// Null if there is none. By text nothing is allocated.
    const Value* find(std::string_view key) const noexcept;
    /// The same, looking first at the entry number `guess`, and noting where it was: for who asks
    /// many maps of one make for the same key.
    const Value* find(std::string_view key, std::uint32_t& guess) const noexcept;
    /// A template, so that nothing but a value is made one: text is what the other is for.
    template <std::same_as<Value> Key>
    const Value* find(const Key& key) const {
        return find_value(key);
    }

    /// A key that is there keeps its place and gets the new value.
    void set(Value key, Value value);
    /// Whether it was there. Costs as much as there are entries: what follows moves up.
    bool erase(const Value& key);
    void reserve(std::size_t size);

    /// Python's ==: the same keys with equal values, in whatever order.
    friend bool operator==(const Map& a, const Map& b);

private:
    friend class Value;
    const Value* find_value(const Value& key) const;
    struct MapBlock& own();  // the block, made or copied if it must be to be changed

    Block* block_ = nullptr;
};

}  // namespace tined::value
