#include "daemon/health/interrupted_stack.hpp"

#include <execinfo.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace tined::daemon {
namespace {

constexpr std::size_t most_frames = 64;  // with those of the handler

struct Interrupted {
    std::uint64_t at = 0;         // the instruction
    std::uint64_t called_by = 0;  // the return address, if nothing has been pushed since the call
};

Interrupted where(const ucontext_t& context) noexcept {
#if defined(__x86_64__)
    const auto at = static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RIP]);
    // To look at the stack is safe only where nothing else could have gone wrong: a call of null.
    if (at != 0) return {at, 0};
    std::uint64_t called_by = 0;
    const auto top = static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RSP]);
    std::memcpy(&called_by, reinterpret_cast<const void*>(top), sizeof called_by);
    return {at, called_by};
#elif defined(__aarch64__)
    return {context.uc_mcontext.pc, context.uc_mcontext.regs[30]};
#else
    return {};
#endif
}

}  // namespace

void prepare_to_take_stacks() noexcept {
    void* frame = nullptr;
    static_cast<void>(::backtrace(&frame, 1));
}

std::size_t take_interrupted_stack(const ucontext_t& context,
                                   std::span<std::uint64_t> frames) noexcept {
    std::array<void*, most_frames> found;
    const int size = ::backtrace(found.data(), static_cast<int>(found.size()));
    const auto all = std::span(found).first(static_cast<std::size_t>(std::max(size, 0)));
    const Interrupted interrupted = where(context);
    const auto begin = std::ranges::find(all, reinterpret_cast<void*>(interrupted.at));  // NOLINT
    std::size_t count = 0;
    const auto add = [&](std::uint64_t address) {
        if (count < frames.size()) frames[count++] = address;
    };
    if (begin == all.end() || interrupted.at == 0) {
        add(interrupted.at);
        if (interrupted.called_by != 0) add(interrupted.called_by);
        return count;
    }
    for (auto frame = begin; frame != all.end(); ++frame) {
        add(reinterpret_cast<std::uintptr_t>(*frame));
    }
    return count;
}

}  // namespace tined::daemon
