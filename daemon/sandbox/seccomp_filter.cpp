#include "daemon/sandbox/seccomp_filter.hpp"

#include <fmt/format.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/text.hpp"

namespace tined::daemon {
namespace {

// By name, for the numbers are each architecture's own; one that it does not have (open on arm64)
// is passed over.
constexpr std::string_view allowed =
    // connections and the channel to the master; no socket(), connect(), bind(), listen()
    "accept accept4 getpeername getsockname getsockopt recvfrom recvmmsg recvmsg setsockopt "
    // the loop
    "epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd2 pipe2 poll ppoll "
    "timerfd_create timerfd_gettime timerfd_settime "
    // files: which ones is Landlock's to say
    "access close dup faccessat faccessat2 fadvise64 fcntl fstat fstatfs ftruncate getcwd "
    "getdents64 lseek lstat newfstatat open openat openat2 pread64 preadv preadv2 pwrite64 pwritev "
    "pwritev2 read readlink readlinkat readv sendfile stat statx unlink unlinkat write writev "
    // memory; a large record of the journal is passed in memory of its own
    "brk madvise membarrier memfd_create mremap munmap "
    // threads, and how a process ends
    "exit exit_group futex get_robust_list getegid geteuid getgid getpid getppid getrlimit "
    "getrusage gettid getuid restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask "
    "rt_sigreturn rt_sigtimedwait sched_getaffinity sched_yield set_robust_list set_tid_address "
    "sigaltstack "
    // time, chance, and what there is
    "clock_getres clock_gettime clock_nanosleep getrandom gettimeofday nanosleep sysinfo time "
    "times uname";

struct ReleaseFilter {
    void operator()(void* context) const noexcept { ::seccomp_release(context); }
};
using Context = std::unique_ptr<void, ReleaseFilter>;

/// Adds rules until one fails, and keeps that error.
class Rules {
public:
    explicit Rules(scmp_filter_ctx context) noexcept : context_(context) {}

    void allow(const char* name) { add(SCMP_ACT_ALLOW, name, {}); }
    void allow(const char* name, scmp_arg_cmp argument) { add(SCMP_ACT_ALLOW, name, {argument}); }
    void allow(const char* name, scmp_arg_cmp first, scmp_arg_cmp second) {
        add(SCMP_ACT_ALLOW, name, {first, second});
    }
    void allow(const char* name, scmp_arg_cmp first, scmp_arg_cmp second, scmp_arg_cmp third) {
        add(SCMP_ACT_ALLOW, name, {first, second, third});
    }
    void fail(const char* name, int code, std::vector<scmp_arg_cmp> arguments = {}) {
        add(SCMP_ACT_ERRNO(static_cast<std::uint16_t>(code)), name, std::move(arguments));
    }
    int error() const noexcept { return error_; }

private:
    void add(std::uint32_t action, const char* name, std::vector<scmp_arg_cmp> arguments) {
        const int number = ::seccomp_syscall_resolve_name(name);
        if (number == __NR_SCMP_ERROR || error_ != 0) return;
        const auto count = static_cast<unsigned>(arguments.size());
        error_ = -::seccomp_rule_add_array(context_, action, number, count, arguments.data());
    }

    scmp_filter_ctx context_;
    int error_ = 0;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) {
    return {.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value, .datum_b = 0};
}

scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return {.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

// What is allowed in one form of it alone.
void allow_by_argument(Rules& rules) {
    rules.allow("clone", masked(0, CLONE_THREAD, CLONE_THREAD));  // a thread, never a process
    // posix_spawn(3) and system(3): they have blocked SIGSYS, and a trap would end the worker.
    rules.fail("clone", EPERM, {masked(0, CLONE_VFORK | CLONE_THREAD, CLONE_VFORK)});
    rules.fail("clone3", ENOSYS);
    rules.allow("mmap", masked(2, PROT_EXEC, 0));
    rules.allow("mprotect", masked(2, PROT_EXEC, 0));
    rules.allow("prlimit64", equals(2, 0));  // to ask, not to set
    for (const std::uint64_t option : {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA, PR_GET_DUMPABLE}) {
        rules.allow("prctl", equals(0, option));
    }
    for (const std::uint64_t request : {FIONBIO, FIONREAD, TCGETS}) {
        rules.allow("ioctl", equals(1, request));
    }
    rules.allow("tgkill");  // narrowed to this process by enter()
}

/// What connects as it sends (tcp(7)) would get past what says where to. Who can make no socket has
/// none to connect, if he can't take the listening ones apart either: then sending needs no look at
/// its flags, and the kernel knows by its number alone (since Linux 5.11) that it is allowed. To
/// run the filter for each answer cost 2 % of one.
void allow_sending(Rules& rules, const SystemCalls& which) {
    const bool makes_sockets = which.connect_tcp || which.connect_unix || which.resolve_names;
    const auto allow = [&](const char* name, unsigned flags) {
        if (makes_sockets) return rules.allow(name, masked(flags, MSG_FASTOPEN, 0));
        rules.allow(name);
    };
    allow("sendto", 3);
    allow("sendmsg", 2);
    allow("sendmmsg", 3);
    if (makes_sockets) return rules.allow("shutdown");
    rules.allow("shutdown", equals(1, SHUT_WR));
}

void allow_watching(Rules& rules) {
    for (const char* const name : {"inotify_init1", "inotify_add_watch", "inotify_rm_watch"}) {
        rules.allow(name);
    }
}

void allow_connecting(Rules& rules, const SystemCalls& which) {
    constexpr std::uint64_t type = 0xf;  // the others are flags: SOCK_NONBLOCK, SOCK_CLOEXEC
    const auto allow = [&rules](int family, int kind) {
        // The family's usual protocol, by its number or as the default: Landlock knows TCP alone,
        // and SOCK_STREAM may be MPTCP or SCTP as well.
        const int usual = kind == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
        for (const int protocol : {0, family == AF_UNIX ? 0 : usual}) {
            rules.allow("socket", equals(0, static_cast<std::uint64_t>(family)),
                        masked(1, type, static_cast<std::uint64_t>(kind)),
                        equals(2, static_cast<std::uint64_t>(protocol)));
        }
    };
    for (const int family : {AF_INET, AF_INET6}) {
        if (which.connect_tcp) allow(family, SOCK_STREAM);
        if (which.resolve_names) allow(family, SOCK_DGRAM);
    }
    if (which.connect_unix) allow(AF_UNIX, SOCK_STREAM);
    if (which.connect_tcp || which.connect_unix || which.resolve_names) rules.allow("connect");
    if (!which.resolve_names) return;
    // getaddrinfo(3) also asks for nscd(8), and which addresses this machine has, and does without:
    // these fail by themselves, for they are nobody's fault.
    rules.fail("socket", EAFNOSUPPORT, {equals(0, AF_NETLINK)});
    if (!which.connect_unix) rules.fail("socket", EAFNOSUPPORT, {equals(0, AF_UNIX)});
}

std::unexpected<base::SystemError> failed(int code, std::string_view step) {
    return std::unexpected(
        base::SystemError(code, fmt::format("make the system call filter: {}", step)));
}

/// libseccomp writes its program into a file only; one in memory will do.
std::expected<std::vector<sock_filter>, base::SystemError> exported(scmp_filter_ctx context) {
    const base::Descriptor file(::memfd_create("seccomp", MFD_CLOEXEC));
    if (!file) return failed(errno, "memfd_create");
    if (const int code = -::seccomp_export_bpf(context, file.get()); code != 0) {
        return failed(code, "export");
    }
    const ::off_t bytes = ::lseek(file.get(), 0, SEEK_END);
    std::vector<sock_filter> program(static_cast<std::size_t>(bytes) / sizeof(sock_filter));
    if (::pread(file.get(), program.data(), static_cast<std::size_t>(bytes), 0) != bytes) {
        return failed(errno, "read");
    }
    return program;
}

constexpr std::uint32_t offset_of_number = offsetof(seccomp_data, nr);
// The lower half of the first argument; a pid has no more.
constexpr std::uint32_t offset_of_first =
    offsetof(seccomp_data, args) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0);

constexpr sock_filter load(std::uint32_t offset) {
    return {.code = BPF_LD | BPF_W | BPF_ABS, .jt = 0, .jf = 0, .k = offset};
}
constexpr sock_filter skip_if(std::uint32_t value, std::uint8_t then, std::uint8_t otherwise) {
    return {.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = then, .jf = otherwise, .k = value};
}
constexpr sock_filter give(std::uint32_t action) {
    return {.code = BPF_RET | BPF_K, .jt = 0, .jf = 0, .k = action};
}

/// tgkill to this process alone: abort(3) needs that, and its pid is known only after the fork. A
/// second program beside the first; of what both say the stricter holds. (The architecture has been
/// seen to by the first.)
std::array<sock_filter, 6> signals_to(pid_t pid) {
    return {load(offset_of_number),  skip_if(SYS_tgkill, 0, 2),
            load(offset_of_first),   skip_if(static_cast<std::uint32_t>(pid), 0, 1),
            give(SECCOMP_RET_ALLOW), give(SECCOMP_RET_TRAP)};
}

// SPEC_ALLOW: before Linux 5.16 a filter else turns off speculation at every switch to the process,
// against code that it might be made to run; nobody runs code here.
std::expected<void, base::SystemError> install(const sock_filter* program, std::size_t size) {
    const sock_fprog whole = {.len = static_cast<unsigned short>(size),
                              .filter = const_cast<sock_filter*>(program)};  // the kernel reads it
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &whole) ==
        0) {
        return {};
    }
    return std::unexpected(base::SystemError::from_errno("filter the system calls"));
}

}  // namespace

std::expected<void, std::string> SeccompFilter::is_supported() {
    const std::uint32_t trap = SECCOMP_RET_TRAP;
    if (::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &trap) == 0) return {};
    return std::unexpected(base::SystemError::from_errno("the kernel refuses it").what());
}

std::expected<SeccompFilter, base::SystemError> SeccompFilter::make(const SystemCalls& which) {
    const Context context(::seccomp_init(SCMP_ACT_TRAP));
    if (!context) return failed(ENOMEM, "begin");
    // A binary tree: with a hundred calls in a row the last would cost a hundred comparisons.
    ::seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
    // A call in another architecture's way (int 0x80, x32) is refused as all others are.
    ::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_TRAP);
    Rules rules(context.get());
    for (const auto name : base::split(allowed, ' ')) rules.allow(std::string(name).c_str());
    allow_by_argument(rules);
    allow_sending(rules, which);
    if (which.watch_files) allow_watching(rules);
    allow_connecting(rules, which);
    if (rules.error() != 0) return failed(rules.error(), "add a rule");
    auto program = exported(context.get());
    if (!program) return std::unexpected(program.error());
    return SeccompFilter(std::move(*program));
}

std::expected<void, base::SystemError> SeccompFilter::enter() const {
    const auto signals = signals_to(::getpid());
    if (auto done = install(signals.data(), signals.size()); !done) return done;
    return install(program_.data(), program_.size());
}

std::string system_call_name(int number) {
    const std::unique_ptr<char, decltype(&std::free)> name(
        ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), &std::free);
    return name ? std::string(name.get()) : fmt::format("system call {}", number);
}

}  // namespace tined::daemon
