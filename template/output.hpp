// Where a rendering writes: the end of a string, through pointers. The string is as long as its
// memory while it is open, so that a piece costs a comparison and a copy; nothing of libstdc++ is
// called for it until the memory is used up.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "template/short_text.hpp"

namespace tined::templates {

class Output {
public:
    /// So many bytes behind what is written may be overwritten: short pieces are copied in blocks
    /// of this size.
    static constexpr std::size_t block = ShortText::most;

    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() { settle(); }

    /// What is written from here on is appended to `text`, which may become `most` bytes long and
    /// outlives this or its settle(). Until that nobody else may look at it.
    void open(std::string& text, std::size_t most);
    /// Gives the string the size that it has. To write on, open() it again.
    void settle();

    /// False if that would be too long; then nothing was written. `piece` is no part of the output.
    [[nodiscard]] bool write(std::string_view piece) {
        if (!reserve(piece.size())) return false;
        std::memcpy(at_, piece.data(), piece.size());
        at_ += piece.size();
        return true;
    }
    /// What has room and at most four blocks. False: nothing was written. It is not empty, and has
    /// other bytes of the same object behind it, up to the next multiple of `block`.
    [[nodiscard]] bool write_in_blocks(const char* piece, std::size_t size) {
        if (size > 4 * block || !has_room(size)) return false;
        char* const to = at_;  // a register: at_ might be what is written over, for all GCC knows
        std::memcpy(to, piece, block);
        for (std::size_t i = block; i < size; i += block) std::memcpy(to + i, piece + i, block);
        at_ = to + size;
        return true;
    }
    /// What has room and is no longer than a ShortText, as it is or escaped for HTML. False: it is
    /// not as simple as that, and nothing was written.
    [[nodiscard]] bool write_short(std::string_view piece, bool is_escaped) {
        if (piece.empty()) return true;  // where there is no room, there may be no block either
        if (piece.size() > ShortText::most || !has_room(piece.size())) return false;
        const ShortText text(piece.data(), piece.size());
        if (is_escaped && text.plain_in_html() != ShortText::most) return false;
        text.copy_to(at_);
        at_ += piece.size();
        return true;
    }

    /// Makes room for so many bytes, which are written to at() and then counted by advance_to().
    [[nodiscard]] bool reserve(std::size_t size) { return has_room(size) || grow(size); }
    bool has_room(std::size_t size) const noexcept {
        return size <= static_cast<std::size_t>(end_ - at_);
    }
    char* at() noexcept { return at_; }
    void advance_to(char* end) noexcept { at_ = end; }

private:
    bool grow(std::size_t size);
    void use_memory(std::size_t written);

    std::string* text_ = nullptr;
    std::size_t most_ = 0;
    char* at_ = nullptr;
    char* end_ = nullptr;  // behind it there is at least a block, and nothing past `most_`
};

}  // namespace tined::templates
