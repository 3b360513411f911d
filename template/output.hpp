// Where a rendering writes: the end of a string, through pointers. The string is as long as its
// memory while it is open, so that a piece costs a comparison and a copy; nothing of libstdc++ is
// called for it until the memory is used up.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace tined::templates {

class Output {
public:
    /// So many bytes behind what is written may be overwritten: short pieces are copied in blocks
    /// of this size.
    static constexpr std::size_t block = 16;

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
    /// The same of a piece that has other bytes of the same object behind it, up to the next
    /// multiple of `block`.
    [[nodiscard]] bool write_padded(const char* piece, std::size_t size) {
        if (!reserve(size)) return false;
        if (size > 4 * block) {
            std::memcpy(at_, piece, size);
        } else {
            for (std::size_t i = 0; i < size; i += block) std::memcpy(at_ + i, piece + i, block);
        }
        at_ += size;
        return true;
    }

    /// Makes room for so many bytes, which are written to at() and then counted by advance().
    [[nodiscard]] bool reserve(std::size_t size) {
        return size <= static_cast<std::size_t>(end_ - at_) || grow(size);
    }
    char* at() noexcept { return at_; }
    void advance(std::size_t size) noexcept { at_ += size; }

private:
    bool grow(std::size_t size);
    void use_memory(std::size_t written);

    std::string* text_ = nullptr;
    std::size_t most_ = 0;
    char* at_ = nullptr;
    char* end_ = nullptr;  // behind it there is at least a block, and nothing past `most_`
};

}  // namespace tined::templates
