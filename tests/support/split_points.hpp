// Bytes come from a socket cut anywhere. What reads them must not care: feed it every cut.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <string_view>

namespace tined::tests {

/// Calls `check(first, rest)` for each way to cut `bytes` in two, the empty ones included. What a
/// check finds wrong is told with the place of the cut.
template <typename Check>
void at_every_split(std::string_view bytes, Check check) {
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        BOOST_TEST_CONTEXT("cut after " << cut << " of " << bytes.size() << " bytes") {
            check(bytes.substr(0, cut), bytes.substr(cut));
        }
    }
}

/// Calls `step(beginning)` with the first byte, the first two, and so on to all of them.
template <typename Step>
void byte_by_byte(std::string_view bytes, Step step) {
    for (std::size_t size = 1; size <= bytes.size(); ++size) step(bytes.substr(0, size));
}

}  // namespace tined::tests
