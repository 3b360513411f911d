#include "tests/support/misbehave.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include "config/typed.hpp"
#include "handlers/exchange.hpp"

namespace tined::tests {
namespace {

// Each gives what the call gave: -1 with errno is a failure, all else is a break-out that worked.

long open_passwd() { return ::open("/etc/passwd", O_RDONLY | O_CLOEXEC); }
long open_shadow() { return ::open("/etc/shadow", O_RDONLY | O_CLOEXEC); }
long write_file() { return ::open("/tmp/tined-broke-out", O_WRONLY | O_CREAT | O_CLOEXEC, 0600); }

long execute() {
    char path[] = "/bin/true";
    std::array<char*, 2> arguments = {path, nullptr};
    return ::execv(path, arguments.data());
}

long start_process() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    return child;
}

long trace() { return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr); }
long signal_master() { return ::kill(::getppid(), SIGCONT); }
long signal_everybody() { return ::kill(-1, 0); }

long connect_somewhere() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return -1;
    const sockaddr_in address = {.sin_family = AF_INET,
                                 .sin_port = htons(9),
                                 .sin_addr = {htonl(INADDR_LOOPBACK)},
                                 .sin_zero = {}};
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

long make_program() {
    void* const code = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return code == MAP_FAILED ? -1 : 0;
}

long become_root() { return ::setuid(0); }

// On another thread: walls that only the loop stood behind would be none.
long connect_on_a_thread() {
    long result = 0;
    int code = 0;
    std::thread([&] {
        result = connect_somewhere();
        code = errno;
    }).join();
    errno = code;
    return result;
}

struct Misdeed {
    std::string_view word;
    long (*commit)();
};

constexpr Misdeed misdeeds[] = {
    {"open_passwd", open_passwd},
    {"open_shadow", open_shadow},
    {"write_file", write_file},
    {"execute", execute},
    {"start_process", start_process},
    {"trace", trace},
    {"signal_master", signal_master},
    {"signal_everybody", signal_everybody},
    {"connect_somewhere", connect_somewhere},
    {"connect_on_a_thread", connect_on_a_thread},
    {"make_program", make_program},
    {"become_root", become_root},
};

class Misbehave final : public handlers::Part {
public:
    explicit Misbehave(const Misdeed& misdeed) noexcept : misdeed_(misdeed) {}

    std::expected<handlers::Progress, handlers::Failure> run(
        handlers::Exchange& exchange) const override {
        errno = 0;
        const long result = misdeed_.commit();
        const char* const error = ::strerrorname_np(errno);
        exchange.response.set_body(result == -1 && error != nullptr ? error : "it worked");
        exchange.response.set("Content-Type", "text/plain");
        return handlers::Progress::answered;
    }

private:
    const Misdeed& misdeed_;
};

}  // namespace

std::unique_ptr<handlers::Part> read_misbehave(const config::Reader& value,
                                               handlers::StepContext&) {
    for (const Misdeed& misdeed : misdeeds) {
        if (value.node().is_word(misdeed.word)) return std::make_unique<Misbehave>(misdeed);
    }
    value.expected("a word of misbehave.cpp");
    return nullptr;
}

}  // namespace tined::tests
