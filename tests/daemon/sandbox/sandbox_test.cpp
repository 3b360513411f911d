#include "daemon/sandbox/sandbox.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

#include "base/descriptor.hpp"
#include "tests/support/in_a_child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using tests::in_a_child;

bool fails_with(long result, int code) { return result == -1 && errno == code; }

/// A child's exit code: the number of the first thing that was not as it should be; 0 if none.
template <typename Tries>
int in_the_sandbox(const std::vector<PathRule>& rules, Tries tries) {
    return in_a_child([&] {
        const auto sandbox = Sandbox::make({.paths = rules, .ports = {}});
        base::RefusedCalls refused;
        if (!sandbox || !sandbox->enter(refused)) return 100;
        return tries(refused);
    });
}

BOOST_AUTO_TEST_CASE(it_says_what_is_in_force) {
    const auto sandbox = Sandbox::make({});
    BOOST_TEST_REQUIRE(sandbox.has_value());
    const std::string& said = sandbox->in_force();
    BOOST_TEST((said.starts_with("seccomp") || said.find("no seccomp: ") != std::string::npos));
    BOOST_TEST(
        (said.find("Landlock ABI ") != said.npos || said.find("no Landlock: ") != said.npos));
}

/// What connecting to that port of this host ends with: an errno, or 0.
int connect_to(std::uint16_t port) {
    const base::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int done =
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return done == 0 ? 0 : errno;
}

BOOST_AUTO_TEST_CASE(who_may_connect_makes_sockets_for_that_and_no_others) {
    constexpr std::uint16_t allowed = 1;  // nobody listens there
    const bool holds_ports = Landlock::version().value_or(0) >= 4;
    const int wrong = in_a_child([&] {
        const auto sandbox =
            Sandbox::make({.paths = {}, .ports = {allowed}}, {.connect_tcp = true});
        base::RefusedCalls refused;
        if (!sandbox || !sandbox->enter(refused)) return 100;
        if (connect_to(allowed) != ECONNREFUSED) return 1;
        if (holds_ports && connect_to(allowed + 1) != EACCES) return 2;
        if (!fails_with(::socket(AF_INET, SOCK_DGRAM, 0), EPERM)) return 3;
        if (!fails_with(::socket(AF_UNIX, SOCK_STREAM, 0), EPERM)) return 4;
        return refused.count() == 2 ? 0 : 5;
    });
    BOOST_TEST(wrong == 0);
}

// Each would get past the rule that says to which ports: Landlock knows connect(2) over TCP.
BOOST_AUTO_TEST_CASE(who_may_connect_has_no_way_round_what_says_where_to) {
    const int wrong = in_a_child([] {
        const auto sandbox = Sandbox::make({.paths = {}, .ports = {9}}, {.connect_tcp = true});
        base::RefusedCalls refused;
        if (!sandbox || !sandbox->enter(refused)) return 100;
        if (!fails_with(::socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), EPERM)) return 1;
        if (::socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP) < 0) return 2;
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in address = {.sin_family = AF_INET,
                                     .sin_port = htons(10),
                                     .sin_addr = {htonl(INADDR_LOOPBACK)},
                                     .sin_zero = {}};
        const auto* const to = reinterpret_cast<const sockaddr*>(&address);
        if (!fails_with(::sendto(socket, "x", 1, MSG_FASTOPEN, to, sizeof address), EPERM))
            return 3;
        if (!fails_with(::listen(socket, 1), EPERM)) return 4;
        return refused.count() == 3 ? 0 : 5;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(who_may_resolve_names_makes_sockets_for_datagrams) {
    const int wrong = in_a_child([&] {
        const auto sandbox = Sandbox::make({}, {.connect_unix = true, .resolve_names = true});
        base::RefusedCalls refused;
        if (!sandbox || !sandbox->enter(refused)) return 100;
        if (::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0) < 0) return 1;
        if (::socket(AF_UNIX, SOCK_STREAM, 0) < 0) return 2;
        return fails_with(::socket(AF_INET, SOCK_STREAM, 0), EPERM) ? 0 : 3;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_refused_call_fails_with_EPERM_and_is_counted) {
    const int wrong = in_the_sandbox({}, [](base::RefusedCalls& refused) {
        if (!fails_with(::socket(AF_INET, SOCK_STREAM, 0), EPERM)) return 1;
        if (!fails_with(::socket(AF_UNIX, SOCK_STREAM, 0), EPERM)) return 2;
        if (refused.count() != 2) return 3;
        return refused.numbers() == std::vector<int>{SYS_socket} ? 0 : 4;
    });
    BOOST_TEST(wrong == 0);
    BOOST_TEST(system_call_name(SYS_socket) == "socket");
    BOOST_TEST(system_call_name(5000) == "system call 5000");
}

BOOST_AUTO_TEST_CASE(no_program_and_no_process_can_be_started) {
    const int wrong = in_the_sandbox({}, [](base::RefusedCalls&) {
        char path[] = "/bin/true";
        std::array<char*, 2> arguments = {path, nullptr};
        if (!fails_with(::execv(path, arguments.data()), EPERM)) return 1;
        if (!fails_with(::fork(), EPERM)) return 2;
        if (!fails_with(::vfork(), EPERM)) return 3;
        pid_t child = 0;
        const int spawned =
            ::posix_spawn(&child, path, nullptr, nullptr, arguments.data(), nullptr);
        if (spawned != EPERM) return 4;
        return fails_with(::syscall(SYS_clone3, nullptr, 0), ENOSYS) ? 0 : 5;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(other_processes_are_out_of_reach) {
    const pid_t parent = ::getpid();
    const int wrong = in_the_sandbox({}, [parent](base::RefusedCalls&) {
        if (!fails_with(::kill(parent, 0), EPERM)) return 1;
        if (!fails_with(::syscall(SYS_tgkill, parent, parent, SIGCONT), EPERM)) return 2;
        if (!fails_with(::ptrace(PTRACE_ATTACH, parent, nullptr, nullptr), EPERM)) return 3;
        if (!fails_with(::syscall(SYS_pidfd_open, parent, 0), EPERM)) return 4;
        return fails_with(::syscall(SYS_process_vm_readv, parent, 0, 0, 0, 0, 0), EPERM) ? 0 : 5;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_socket_that_is_there_neither_connects_nor_binds) {
    const base::Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    const int wrong = in_the_sandbox({}, [&](base::RefusedCalls&) {
        const sockaddr address = {.sa_family = AF_INET, .sa_data = {}};
        if (!fails_with(::connect(socket.get(), &address, sizeof address), EPERM)) return 1;
        return fails_with(::bind(socket.get(), &address, sizeof address), EPERM) ? 0 : 2;
    });
    BOOST_TEST(wrong == 0);
}

// shutdown(2) would make a listening socket one that can connect, by what it sends.
BOOST_AUTO_TEST_CASE(a_listening_socket_stays_one_and_sends_nowhere) {
    const base::Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    BOOST_TEST_REQUIRE(::listen(socket.get(), 1) == 0);
    const int wrong = in_the_sandbox({}, [&](base::RefusedCalls& refused) {
        if (!fails_with(::shutdown(socket.get(), SHUT_RDWR), EPERM)) return 1;
        if (!fails_with(::shutdown(socket.get(), SHUT_RD), EPERM)) return 2;
        if (refused.count() != 2) return 3;
        ::shutdown(socket.get(), SHUT_WR);
        const sockaddr_in address = {.sin_family = AF_INET,
                                     .sin_port = htons(9),
                                     .sin_addr = {htonl(INADDR_LOOPBACK)},
                                     .sin_zero = {}};
        const auto* const to = reinterpret_cast<const sockaddr*>(&address);
        if (::sendto(socket.get(), "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, to, sizeof address) != -1)
            return 4;
        // EOPNOTSUPP: this machine does not know of it.
        return errno == EISCONN || errno == EPIPE || errno == EOPNOTSUPP ? 0 : 5;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(no_memory_becomes_a_program) {
    const int wrong = in_the_sandbox({}, [](base::RefusedCalls&) {
        void* const page =
            ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) return 1;
        if (!fails_with(::mprotect(page, 4096, PROT_READ | PROT_EXEC), EPERM)) return 2;
        void* const code =
            ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return code == MAP_FAILED && errno == EPERM ? 0 : 3;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(threads_start_and_are_behind_the_walls_as_well) {
    const int wrong = in_the_sandbox({}, [](base::RefusedCalls&) {
        bool is_refused = false;
        std::thread([&] {
            is_refused = fails_with(::socket(AF_INET, SOCK_STREAM, 0), EPERM);
        }).join();
        return is_refused ? 0 : 1;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_process_can_still_abort) {
    const int ended = in_the_sandbox({}, [](base::RefusedCalls&) -> int { std::abort(); });
    BOOST_TEST(ended == -SIGABRT);
}

// ── files ───────────────────────────────────────────────────────────────────────────────────────

bool has_landlock(int least = 1) {
    const auto version = Landlock::version();
    return version.has_value() && *version >= least;
}

bool can_open(const std::string& path, int flags) {
    return base::Descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600)).get() >= 0;
}

BOOST_AUTO_TEST_CASE(files_that_no_rule_names_cannot_be_opened) {
    const tests::TemporaryFolder folder;
    folder.write("named/file", "x");
    folder.write("other", "x");
    const std::string named = (folder.path() / "named").string();
    const std::string other = (folder.path() / "other").string();
    const bool is_refused = has_landlock();  // a kernel without it: only that nothing else breaks
    const int wrong = in_the_sandbox({{named}}, [&](base::RefusedCalls&) {
        if (!can_open(named + "/file", O_RDONLY)) return 1;
        if (!can_open(named, O_RDONLY | O_DIRECTORY)) return 2;
        if (can_open(other, O_RDONLY) == is_refused) return 3;
        if (can_open("/etc/passwd", O_RDONLY) == is_refused) return 4;
        if (can_open(named + "/file", O_WRONLY) == is_refused) return 5;
        return can_open(named + "/new", O_WRONLY | O_CREAT) == is_refused ? 6 : 0;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(files_are_made_where_a_rule_says_so) {
    const tests::TemporaryFolder folder;
    const std::string spool = folder.path().string();
    const PathRule rule = {.path = spool, .access = PathRule::Access::read_and_make_files};
    const int wrong = in_the_sandbox({rule}, [&](base::RefusedCalls&) {
        std::string name = spool + "/body-XXXXXX";
        const base::Descriptor file(::mkstemp(name.data()));
        if (!file) return 1;
        if (::unlink(name.c_str()) != 0) return 2;
        return can_open(spool, O_TMPFILE | O_RDWR) || errno == EOPNOTSUPP ? 0 : 3;
    });
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_there_is_an_error_unless_it_may_be_missing) {
    BOOST_TEST_REQUIRE(has_landlock());
    const PathRule rule = {.path = "/nowhere/at/all"};
    const auto refused = Sandbox::make({.paths = {rule}, .ports = {}});
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().what() ==
               "make a rule for /nowhere/at/all: No such file or directory");
    const PathRule optional = {.path = rule.path, .may_be_missing = true};
    BOOST_TEST(Sandbox::make({.paths = {optional}, .ports = {}}).has_value());
}

}  // namespace
}  // namespace tined::daemon
