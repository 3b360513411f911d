#include "daemon/preflight.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/site_tests.hpp"

namespace tined::daemon {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds time_limit{30};

Failure failed(std::string line) { return Failure(ExitCode::failed_at_work, std::move(line)); }

// It has the master's sockets and the workers' life-lines open, which must not outlast the master.
void die_with(pid_t master) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != master) std::_Exit(1);  // it died before
}

std::optional<std::string> why_no_spool(const std::string& folder) {
    struct stat status = {};
    if (::stat(folder.c_str(), &status) == 0) {
        if (!S_ISDIR(status.st_mode)) return "spool: " + folder + " is not a folder";
        if (::access(folder.c_str(), W_OK | X_OK) == 0) return std::nullopt;
    }
    return base::SystemError::from_errno("spool: write into", folder).what();
}

std::vector<std::string> look(Configuration& configuration, const std::optional<Identity>& identity,
                              pid_t master, SiteTests tests) {
    if (identity) {
        if (const auto became = become(*identity); !became) return {became.error().what()};
        die_with(master);  // prctl(2): other ids make the kernel forget it
    }
    auto why = configuration.site->why_unreadable();
    if (!why) why = why_no_spool(configuration.settings().server.spool);
    if (why) return {identity ? *why + " (as user " + identity->user + ")" : *why};
    switch (tests) {
        case SiteTests::skip:
            return {};
        case SiteTests::run:
            return run_site_tests(configuration);
    }
    return {};
}

/// All that the child tells; nothing if it takes too long.
std::optional<std::string> read_until(int fd, Clock::time_point deadline) {
    std::string told;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd wanted = {.fd = fd, .events = POLLIN, .revents = 0};
        if (left.count() <= 0) return std::nullopt;
        if (::poll(&wanted, 1, static_cast<int>(left.count())) <= 0) continue;
        const auto got = ::read(fd, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return told;
        told.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

[[noreturn]] void run_child(base::Pipe pipe, Configuration& configuration,
                            const std::optional<Identity>& identity, pid_t master,
                            SiteTests tests) {
    die_with(master);
    log::set_sink(nullptr);  // the master's has lines that the master will write
    pipe.reader.reset();
    const auto lines = look(configuration, identity, master, tests);
    const auto written = base::write_whole(pipe.writer.get(), base::join(lines, "\n"));
    std::_Exit(lines.empty() && written ? 0 : 1);
}

}  // namespace

std::optional<Failure> preflight(Configuration& configuration,
                                 const std::optional<Identity>& identity, SiteTests tests) {
    auto pipe = base::make_pipe();
    if (!pipe) return failed(pipe.error().what());
    const pid_t master = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return failed(base::SystemError::from_errno("fork").what());
    if (child == 0) run_child(std::move(*pipe), configuration, identity, master, tests);
    pipe->writer.reset();
    const auto told = read_until(pipe->reader.get(), Clock::now() + time_limit);
    if (!told) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!told) return failed("reading what the site names, or its tests, took more than 30 s");
    if (!told->empty()) {
        std::vector<std::string> lines;
        for (const auto line : base::split(*told, '\n')) lines.emplace_back(line);
        return Failure(ExitCode::failed_at_work, std::move(lines));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
    return failed("the child that looks whether the site can be read died");
}

}  // namespace tined::daemon
