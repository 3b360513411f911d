// Writes a text piece by piece into memory that has room for the longest it can become: so no piece
// of it asks for room, and there is one look at the capacity for all. A piece costs a third of an
// append to a std::string.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tined::base {

class Pen {
public:
    /// What number() writes at most.
    static constexpr std::size_t longest_number = 20;

    explicit Pen(char* at) noexcept : at_(at) {}

    /// Behind what was written.
    char* end() const noexcept { return at_; }

    /// Of a size that is known when it is compiled: a few stores, and no call.
    template <std::size_t size>
    void literal(const char (&text)[size]) noexcept {
        std::memcpy(at_, text, size - 1);
        at_ += size - 1;
    }
    /// Likewise. A std::array<char, n>.
    template <typename Bytes>
    void bytes(const Bytes& array) noexcept {
        std::memcpy(at_, array.data(), sizeof array);
        at_ += sizeof array;
    }
    void text(std::string_view text) noexcept {
        at_ = std::copy(text.begin(), text.end(), at_);  // which may be empty, and at no place
    }
    void number(std::uint64_t number) noexcept {
        at_ = std::to_chars(at_, at_ + longest_number, number).ptr;
    }

protected:
    char* at_;
};

/// Appends what `write` does with a pen, which is no more than `most` bytes.
template <typename P = Pen, typename Write>
void append_by_pen(std::size_t most, std::string& out, Write write) {
    const std::size_t before = out.size();
    out.resize_and_overwrite(before + most, [&](char* text, std::size_t) {
        P pen(text + before);
        write(pen);
        return static_cast<std::size_t>(pen.end() - text);
    });
}

}  // namespace tined::base
