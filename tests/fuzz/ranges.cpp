// Range: select_range() against contents of several lengths.
#include <cstdint>

#include "http/range.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

void check(const http::RangeSelection& selection, std::uint64_t length) {
    must(selection.ranges.size() <= http::max_ranges);
    switch (selection.kind) {
        case http::RangeKind::whole:
            break;
        case http::RangeKind::unsatisfiable:
            must(selection.ranges.empty());
            break;
        case http::RangeKind::single:
            must(selection.ranges.size() == 1);
            break;
        case http::RangeKind::several:
            must(selection.ranges.size() > 1);
            break;
    }
    for (const http::ByteRange& range : selection.ranges) {
        must(range.length > 0 && range.first < length && range.length <= length - range.first);
    }
}

}  // namespace

void read(std::string_view input) {
    for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000},
                                       std::uint64_t{1} << 33, UINT64_MAX}) {
        check(http::select_range(input, length), length);
    }
}

}  // namespace tined::fuzz
