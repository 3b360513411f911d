#include "template/workspace.hpp"

#include <numeric>
#include <utility>

namespace tined::templates {
namespace {

constexpr std::size_t most_values = 4096;
constexpr std::size_t most_contexts = 64;
constexpr std::size_t most_captured = std::size_t{256} << 10;

}  // namespace

// A macro in a cell that it has captured itself holds itself: emptying the cells lets it go.
void Workspace::clear() {
    for (const auto& cell : cells) cell->content = value::Value();
    cells.clear();
    stack.resize(0);
    slots.clear();
    loops.clear();
    outer_escapers.clear();
    for (auto& context : kept) spare.push_back(std::move(context));
    kept.clear();
    for (const auto& context : spare) context->clear();
}

bool Workspace::is_large() const {
    const std::size_t captured =
        std::accumulate(captures.begin(), captures.end(), std::size_t{0},
                        [](std::size_t sum, const auto& text) { return sum + text.capacity(); });
    return stack.capacity() > most_values || spare.size() > most_contexts ||
           captured > most_captured;
}

}  // namespace tined::templates
