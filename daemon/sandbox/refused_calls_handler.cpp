#include "daemon/sandbox/refused_calls_handler.hpp"

#include <signal.h>
#include <ucontext.h>

#include <atomic>
#include <cerrno>

namespace tined::daemon {
namespace {

// A signal handler reaches nothing but what is static.
std::atomic<base::RefusedCalls*> counted = nullptr;

// The register in which the call's result is returned, as the kernel would: -errno.
void fail_with(ucontext_t& context, int code) noexcept {
#if defined(__x86_64__)
    context.uc_mcontext.gregs[REG_RAX] = -code;
#elif defined(__aarch64__)
    context.uc_mcontext.regs[0] = static_cast<unsigned long long>(-code);
#else
#error "a refused system call's result: which register holds it on this architecture?"
#endif
}

void on_refused(int, siginfo_t* info, void* context) noexcept {
    constexpr int by_seccomp = 1;  // SYS_SECCOMP, which glibc's headers do not name
    if (info->si_code != by_seccomp) return;
    if (base::RefusedCalls* const calls = counted.load(std::memory_order_relaxed)) {
        calls->add(info->si_syscall);
    }
    fail_with(*static_cast<ucontext_t*>(context), EPERM);
}

}  // namespace

std::expected<void, base::SystemError> handle_refused_calls(base::RefusedCalls& calls) {
    counted.store(&calls, std::memory_order_relaxed);
    struct sigaction action = {};
    action.sa_sigaction = on_refused;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigemptyset(&action.sa_mask);
    if (::sigaction(SIGSYS, &action, nullptr) == 0) return {};
    return std::unexpected(base::SystemError::from_errno("handle SIGSYS"));
}

}  // namespace tined::daemon
