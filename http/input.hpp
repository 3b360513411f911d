// The bytes received on one connection that nobody has used up yet, in one piece of memory of fixed
// size. A request's head stays where it was parsed, pinned, while its body passes through the room
// behind it.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace tined::http {

class Input {
public:
    /// Not zeroed: what is never received into is never touched, and costs no memory.
    explicit Input(std::size_t capacity)
        : bytes_(std::make_unique_for_overwrite<char[]>(capacity)), capacity_(capacity) {}

    /// Good until consume(), room() or move_to_front().
    std::string_view unread() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
    bool is_empty() const noexcept { return begin_ == end_; }

    /// The memory stays as it is until room() asks for it back.
    void consume(std::size_t count) noexcept {
        assert(count <= end_ - begin_);
        begin_ += count;
    }

    /// Where to receive to. Takes back what was consumed, but for what is pinned, if nothing is
    /// unread; else only what is behind the unread bytes. Empty if there is none.
    std::span<char> room() noexcept {
        if (begin_ == end_) begin_ = end_ = pinned_;
        return {bytes_.get() + end_, capacity_ - end_};
    }
    /// The room behind the unread bytes alone: receiving there leaves all views good.
    std::span<char> room_behind() noexcept { return {bytes_.get() + end_, capacity_ - end_}; }
    /// `count` bytes were received into room() or room_behind().
    void received(std::size_t count) noexcept {
        assert(count <= capacity_ - end_);
        end_ += count;
    }

    /// All that was consumed stays where it is, until unpin(): views into it are good.
    void pin() noexcept { pinned_ = begin_; }
    void unpin() noexcept { pinned_ = 0; }

    /// True if nothing lies before the unread bytes.
    bool is_at_front() const noexcept { return begin_ == 0; }
    /// Gives the unread bytes all the room there is; views into them are gone. Nothing is pinned.
    void move_to_front() noexcept {
        assert(pinned_ == 0);
        std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }

    void clear() noexcept { begin_ = end_ = pinned_ = 0; }
    std::size_t capacity() const noexcept { return capacity_; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t pinned_ = 0;  // [0, pinned_) is pinned
};

}  // namespace tined::http
