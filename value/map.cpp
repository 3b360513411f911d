#include "value/map.hpp"

#include <cstring>
#include <optional>

#include "value/containers.hpp"
#include "value/hash.hpp"

namespace tined::value {
namespace {

// The words at both ends, which overlap if the text is shorter than the two.
template <typename Word>
bool has_same_ends(const char* a, const char* b, std::size_t size) noexcept {
    Word words[4];
    std::memcpy(&words[0], a, sizeof(Word));
    std::memcpy(&words[1], b, sizeof(Word));
    std::memcpy(&words[2], a + size - sizeof(Word), sizeof(Word));
    std::memcpy(&words[3], b + size - sizeof(Word), sizeof(Word));
    return ((words[0] ^ words[1]) | (words[2] ^ words[3])) == 0;
}

constexpr std::size_t short_key = 16;

// Keys are short, and memcmp(3) is far away.
inline bool is_same_short_text(std::string_view a, std::string_view b) noexcept {
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    if (size >= 8) return has_same_ends<std::uint64_t>(a.data(), b.data(), size);
    if (size >= 4) return has_same_ends<std::uint32_t>(a.data(), b.data(), size);
    for (std::size_t i = 0; i < size; ++i) {
        if (a[i] != b[i]) return false;
    }
    return true;
}

inline bool is_same_key(const Value& key, std::string_view sought) noexcept {
    if (!key.is_text()) return false;
    return sought.size() > short_key ? key.as_text() == sought
                                     : is_same_short_text(key.as_text(), sought);
}

bool is_same_key(const Value& key, const Value& sought) { return key == sought; }

template <typename Key>
std::optional<std::size_t> position_of(const MapBlock& block, const Key& sought) {
    const auto matches = [&](std::size_t at) {
        return is_same_key(block.entries[at].first, sought);
    };
    if (block.index) return block.index->find(hash_of(sought), matches);
    for (std::size_t at = 0; at < block.entries.size(); ++at) {
        if (matches(at)) return at;
    }
    return std::nullopt;
}

// Apart, so that the way of a guess that is right saves no registers for it.
[[gnu::noinline]] const Value* find_and_note(const Block* block, std::string_view key,
                                             std::uint32_t& guess) {
    if (block == nullptr) return nullptr;
    const auto& map = static_cast<const MapBlock&>(*block);
    const auto at = position_of(map, key);
    if (!at) return nullptr;
    guess = static_cast<std::uint32_t>(*at);
    return &map.entries[*at].second;
}

template <typename Key>
const Value* find_in(const Block* block, const Key& sought) {
    if (block == nullptr) return nullptr;
    const auto& map = static_cast<const MapBlock&>(*block);
    const auto at = position_of(map, sought);
    return at ? &map.entries[*at].second : nullptr;
}

void build_index(MapBlock& block) {
    block.index.reset();
    if (block.entries.size() <= most_scanned) return;
    block.index = std::make_unique<KeyIndex>();
    for (std::size_t at = 0; at < block.entries.size(); ++at) {
        block.index->insert(hash_of(block.entries[at].first), at);
    }
}

}  // namespace

Map::Map(std::initializer_list<Entry> entries) {
    for (const auto& [key, value] : entries) set(key, value);
}

MapBlock& Map::own() {
    if (block_ == nullptr) {
        block_ = new MapBlock;
    } else if (block_->holders > 1) {
        const auto& shared = static_cast<const MapBlock&>(*block_);
        auto copy = std::make_unique<MapBlock>();
        copy->entries = shared.entries;
        if (shared.index) copy->index = std::make_unique<KeyIndex>(*shared.index);
        let_go(block_);
        block_ = copy.release();
    }
    return static_cast<MapBlock&>(*block_);
}

std::span<const Map::Entry> Map::entries() const noexcept {
    if (block_ == nullptr) return {};
    return static_cast<const MapBlock*>(block_)->entries;
}

const Map::Entry* Map::begin() const noexcept { return entries().data(); }

const Map::Entry* Map::end() const noexcept {
    const auto all = entries();
    return all.data() + all.size();
}

std::size_t Map::size() const noexcept { return entries().size(); }

const Value* Map::find(std::string_view key) const noexcept { return find_in(block_, key); }

const Value* Map::find(std::string_view key, std::uint32_t& guess) const noexcept {
    const std::span<const Entry> all = entries();
    if (guess < all.size() && key.size() <= short_key) {
        const auto& [known, value] = all.data()[guess];
        if (known.is_text() && is_same_short_text(known.as_text(), key)) return &value;
    }
    return find_and_note(block_, key, guess);
}

const Value* Map::find_value(const Value& key) const {
    if (key.is_text()) return find_in(block_, key.as_text());
    return find_in(block_, key);
}

void Map::set(Value key, Value value) {
    MapBlock& block = own();
    const auto at = key.is_text() ? position_of(block, key.as_text()) : position_of(block, key);
    if (at) {
        block.entries[*at].second = std::move(value);
        return;
    }
    block.entries.emplace_back(std::move(key), std::move(value));
    if (block.index) {
        block.index->insert(hash_of(block.entries.back().first), block.entries.size() - 1);
    } else if (block.entries.size() > most_scanned) {
        build_index(block);
    }
}

bool Map::erase(const Value& key) {
    if (find(key) == nullptr) return false;  // and the entries stay shared
    MapBlock& block = own();
    const auto at = static_cast<std::ptrdiff_t>(*position_of(block, key));
    block.entries.erase(block.entries.begin() + at);
    build_index(block);
    return true;
}

void Map::reserve(std::size_t size) {
    if (size > 0) own().entries.reserve(size);
}

}  // namespace tined::value
