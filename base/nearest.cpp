#include "base/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace tined::base {
namespace {

// Optimal string alignment: Damerau-Levenshtein in which no piece is edited twice. Three rows of
// the matrix are enough, for a swap looks back two.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
    const std::string typed = to_lower(word);
    const std::size_t most = std::max<std::size_t>(1, typed.size() / 3);
    std::optional<std::string_view> best;
    std::size_t best_distance = most + 1;
    for (const auto candidate : candidates) {
        const auto [shorter, longer] = std::minmax({typed.size(), candidate.size()});
        if (longer - shorter > most) continue;  // also keeps an absurdly long word cheap
        const std::size_t found = distance(typed, to_lower(candidate));
        if (found >= best_distance || found >= longer) continue;
        best = candidate;
        best_distance = found;
    }
    return best;
}

}  // namespace tined::base
