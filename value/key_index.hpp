// Where the keys of a larger map stand: a table of hashes with open addressing. It knows no keys:
// who asks compares them. For the folder's own sources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tined::value {

/// Maps of up to so many entries have no index: to look at each is as fast.
inline constexpr std::size_t most_scanned = 8;

class KeyIndex {
public:
    /// An entry's position, for a key that is not there yet.
    void insert(std::uint64_t hash, std::size_t position);

    /// `matches(position)` says whether the entry there has the key that is sought.
    template <typename Matches>
    std::optional<std::size_t> find(std::uint64_t hash, const Matches& matches) const {
        if (slots_.empty()) return std::nullopt;
        const auto mark = static_cast<std::uint32_t>(hash);
        for (std::size_t at = mark & mask();; at = (at + 1) & mask()) {
            const Slot& slot = slots_[at];
            if (slot.entry == 0) return std::nullopt;
            if (slot.mark == mark && matches(slot.entry - 1)) return slot.entry - 1;
        }
    }

private:
    struct Slot {
        std::uint32_t mark = 0;   // the hash's lower half
        std::uint32_t entry = 0;  // 1 + the position; 0 is a free slot
    };

    std::size_t mask() const noexcept { return slots_.size() - 1; }
    void place(Slot slot) noexcept;
    void grow();

    std::vector<Slot> slots_;  // a power of two, at most half of them taken
    std::size_t taken_ = 0;
};

}  // namespace tined::value
