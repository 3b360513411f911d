#include "daemon/crash_handler.hpp"

#include <execinfo.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>

#include "daemon/quarantine_list.hpp"

namespace tined::daemon {
namespace {

using base::CrashRecord;

// Mutable globals, for a handler of signals is called with nothing of ours. Written once, before
// it is installed.
constinit base::ScoreboardRow* the_row = nullptr;
constinit value::HashKey the_key = {};
constinit pid_t loop_thread = 0;
constinit std::atomic<bool> is_dying = false;

// backtrace(3) alone takes some 10 KiB, the state of the vector registers up to 11 KiB more. Not
// touched, and so no memory, until it is used.
alignas(64) constinit std::array<char, std::size_t{64} * 1024> alternate_stack = {};

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

// Begins where the signal interrupted; what the handler itself has called is left out.
void record_stack(const ucontext_t& context, CrashRecord& crash) noexcept {
    std::array<void*, CrashRecord::most_frames> found;
    const int size = ::backtrace(found.data(), static_cast<int>(found.size()));
    const auto frames = std::span(found).first(static_cast<std::size_t>(std::max(size, 0)));
    const Interrupted interrupted = where(context);
    const auto begin =
        std::ranges::find(frames, reinterpret_cast<void*>(interrupted.at));  // NOLINT
    std::uint32_t count = 0;
    if (begin == frames.end() || interrupted.at == 0) {
        crash.frames[count++] = interrupted.at;
        if (interrupted.called_by != 0) crash.frames[count++] = interrupted.called_by;
    } else {
        for (auto frame = begin; frame != frames.end(); ++frame) {
            crash.frames[count++] = reinterpret_cast<std::uintptr_t>(*frame);
        }
    }
    crash.frame_count = count;
}

void record(int signal, const siginfo_t& info, const ucontext_t& context) noexcept {
    CrashRecord& crash = the_row->crash;
    crash.code = info.si_code;
    const bool has_address = info.si_code > 0 && signal != SIGABRT;
    crash.address = has_address ? reinterpret_cast<std::uintptr_t>(info.si_addr) : 0;
    crash.is_in_loop = ::gettid() == loop_thread ? 1 : 0;
    crash.has_fingerprint = 0;
    crash.signal = signal;
    // What follows looks at memory that may be what is broken. If it faults, the kernel ends the
    // process there and then, for the signal is blocked.
    if (const auto request = the_row->requests.running()) {
        crash.fingerprint = fingerprint_of(the_key, {request->head, request->head_size});
        crash.has_fingerprint = 1;
    }
    record_stack(context, crash);
}

void handle(int signal, siginfo_t* info, void* context) {
    // Another thread crashes as well: the first one ends the process.
    while (is_dying.exchange(true)) ::pause();
    record(signal, *info, *static_cast<const ucontext_t*>(context));
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // it waits until the handler returns to where it happened
}

}  // namespace

void prepare_crash_handler() noexcept {
    void* frame = nullptr;
    static_cast<void>(::backtrace(&frame, 1));
}

void install_crash_handler(base::ScoreboardRow& row, value::HashKey key) noexcept {
    the_row = &row;
    the_key = key;
    loop_thread = ::gettid();
    const stack_t stack = {
        .ss_sp = alternate_stack.data(), .ss_flags = 0, .ss_size = alternate_stack.size()};
    ::sigaltstack(&stack, nullptr);
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    constexpr std::array crashes = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
    for (const int signal : crashes) sigaddset(&action.sa_mask, signal);
    for (const int signal : crashes) ::sigaction(signal, &action, nullptr);
}

}  // namespace tined::daemon
