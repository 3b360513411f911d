// The processors that this process may run on, by its affinity mask (sched_setaffinity(2)).
#pragma once

#include <expected>
#include <vector>

#include "base/system_error.hpp"

namespace tined::base {

/// Their numbers, ascending. Empty only where the kernel does not tell.
std::vector<unsigned> allowed_processors();

/// Keeps the calling thread, and those that it will start, on one processor: the `index`-th of the
/// allowed ones, counted from the first again when there are fewer.
std::expected<void, SystemError> pin_to_processor(unsigned index);

}  // namespace tined::base
