#include "value/key_index.hpp"

#include <utility>

namespace tined::value {

void KeyIndex::insert(std::uint64_t hash, std::size_t position) {
    if ((taken_ + 1) * 2 > slots_.size()) grow();
    place({static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(position + 1)});
    ++taken_;
}

void KeyIndex::place(Slot slot) noexcept {
    std::size_t at = slot.mark & mask();
    while (slots_[at].entry != 0) at = (at + 1) & mask();
    slots_[at] = slot;
}

void KeyIndex::grow() {
    constexpr std::size_t first_size = 4 * most_scanned;
    const auto old =
        std::exchange(slots_, std::vector<Slot>(slots_.empty() ? first_size : 2 * slots_.size()));
    for (const Slot& slot : old) {
        if (slot.entry != 0) place(slot);
    }
}

}  // namespace tined::value
