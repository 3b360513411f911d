// Where in its memory a worker has the modules that it has loaded: part of its row of the
// scoreboard. The master, which loads none, so finds whose an address of a dead worker's stack is.
// Written once, before the worker serves; who reads it after a crash must expect anything in it.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace tined::base {

class LoadedCode {
public:
    static constexpr std::size_t most = 16;  ///< more are not noted

    // Not "= default": that would zero all of it, and most is only reserved.
    LoadedCode() noexcept {}

    /// The addresses from `begin` up to `end` are the module's. A name that is longer than the room
    /// for it loses its beginning.
    void add(std::uint64_t begin, std::uint64_t end, std::string_view name) noexcept {
        const std::size_t at = count_.load(std::memory_order_relaxed);
        if (at == most) return;
        Entry& entry = entries_[at];
        entry.begin = begin;
        entry.end = end;
        if (name.size() > entry.name.size()) name.remove_prefix(name.size() - entry.name.size());
        entry.size = name.size();
        std::memcpy(entry.name.data(), name.data(), name.size());
        count_.store(at + 1, std::memory_order_release);
    }
    void clear() noexcept { count_.store(0, std::memory_order_relaxed); }

    struct Found {
        std::string_view name;  ///< good as long as the row; any bytes
        std::uint64_t offset;   ///< of the address, from the module's beginning
    };
    /// Nothing: it is of no module.
    std::optional<Found> find(std::uint64_t address) const noexcept {
        const std::size_t count = std::min(count_.load(std::memory_order_acquire), most);
        for (std::size_t i = 0; i < count; ++i) {
            const Entry& entry = entries_[i];
            if (address < entry.begin || address >= entry.end) continue;
            const std::size_t size = std::min<std::size_t>(entry.size, entry.name.size());
            return Found{{entry.name.data(), size}, address - entry.begin};
        }
        return std::nullopt;
    }

private:
    struct Entry {
        std::uint64_t begin;
        std::uint64_t end;
        std::uint64_t size;
        std::array<char, 104> name;
    };

    std::atomic<std::size_t> count_ = 0;
    std::array<Entry, most> entries_;
};

}  // namespace tined::base
