// The counted blocks that values share: the head that each begins with. Who holds one is a Value,
// a List or a Map. The count is not atomic: a block belongs to one thread. Blocks that were made
// before a fork are shared copy-on-write by the kernel, and counting writes to their pages: each
// worker ends up with its own copy of the pages whose values it touches, and nothing else is
// shared.
#pragma once

#include <cstdint>

namespace tined::value {

enum class BlockKind : std::uint8_t { text, list, map, object, callable };

struct Block {
    explicit Block(BlockKind what) noexcept : kind(what) {}

    std::uint32_t holders = 1;
    BlockKind kind;
};

/// Where a text's bytes stand: in the same allocation.
inline char* bytes_behind(Block* text) noexcept { return reinterpret_cast<char*>(text + 1); }

/// Frees a block that nobody holds any more and what it alone held. Works through nested lists and
/// maps in a loop, however deep they are: a template may nest what no parser would let in.
void destroy(Block* block) noexcept;

inline void hold(Block* block) noexcept {
    if (block) ++block->holders;
}

inline void let_go(Block* block) noexcept {
    if (block && --block->holders == 0) destroy(block);
}

}  // namespace tined::value
