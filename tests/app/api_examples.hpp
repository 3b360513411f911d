// The programs of docs/api/, as tests/support/api_examples.py takes them out of the pages.
#pragma once

#include <span>

namespace tests {

struct ApiExample {
    const char* name;
    int (*main)();
    const char* prints;
};

/// In a source that is made when the tests are built.
std::span<const ApiExample> api_examples();

}  // namespace tests
