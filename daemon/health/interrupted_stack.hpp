// The stack of what a signal has interrupted, taken by its handler.
#pragma once

#include <ucontext.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace tined::daemon {

/// Before the first handler that takes one: loads what backtrace(3) would else load, with malloc
/// and locks, when it is first called. In the master, so that its workers also have it at the same
/// addresses.
void prepare_to_take_stacks() noexcept;

/// Fills `frames` with addresses, the interrupted instruction's first, and gives how many; what the
/// handler itself has called is left out. Async-signal-safe, once prepared.
std::size_t take_interrupted_stack(const ucontext_t& context,
                                   std::span<std::uint64_t> frames) noexcept;

}  // namespace tined::daemon
