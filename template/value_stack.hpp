// The values that a rendering works with: slots of its codes, and what their instructions leave for
// each other.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace tined::templates {

/// As a vector has it, but that memory past the end holds undefined values too: to push, to pop and
/// to make room for a code's slots takes a few instructions.
class ValueStack {
public:
    std::size_t size() const noexcept { return size_; }
    std::size_t capacity() const noexcept { return memory_.size(); }
    /// Asserts nothing: who asks has put it there. Good until the next push() or resize().
    value::Value& operator[](std::size_t index) noexcept { return memory_.data()[index]; }
    value::Value& back() noexcept { return memory_.data()[size_ - 1]; }
    std::span<const value::Value> from(std::size_t first) const noexcept {
        return {memory_.data() + first, size_ - first};
    }

    void push(value::Value value) {
        if (size_ == memory_.size()) grow(size_ + 1);
        std::construct_at(&memory_.data()[size_++], std::move(value));
    }
    value::Value take() noexcept { return std::move(memory_.data()[--size_]); }
    void pop() noexcept { const value::Value gone = take(); }
    void set(std::size_t index, value::Value value) noexcept {
        value::Value& place = memory_.data()[index];
        const value::Value gone = std::move(place);  // goes last: it might free much
        std::construct_at(&place, std::move(value));
    }
    /// Values that are added are undefined.
    void resize(std::size_t size) {
        while (size_ > size) pop();
        if (size > memory_.size()) grow(size);
        size_ = size;
    }

private:
    [[gnu::noinline]] void grow(std::size_t least) { memory_.resize(least + memory_.size() + 64); }

    std::vector<value::Value> memory_;
    std::size_t size_ = 0;
};

}  // namespace tined::templates
