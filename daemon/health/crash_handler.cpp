#include "daemon/health/crash_handler.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

#include "daemon/health/interrupted_stack.hpp"
#include "daemon/health/quarantine_list.hpp"

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
    crash.frame_count = static_cast<std::uint32_t>(take_interrupted_stack(context, crash.frames));
}

void handle(int signal, siginfo_t* info, void* context) {
    // Another thread crashes as well: the first one ends the process.
    while (is_dying.exchange(true)) ::pause();
    record(signal, *info, *static_cast<const ucontext_t*>(context));
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // it waits until the handler returns to where it happened
}

}  // namespace

void prepare_crash_handler() noexcept { prepare_to_take_stacks(); }

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
