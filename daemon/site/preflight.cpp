#include "daemon/site/preflight.hpp"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/refused_calls.hpp"
#include "base/text.hpp"
#include "daemon/sandbox/capabilities.hpp"
#include "daemon/site/modules.hpp"
#include "daemon/site/site_tests.hpp"

namespace tined::daemon {
namespace {

constexpr std::chrono::seconds time_limit{30};
// As many bytes of the child's lines are kept.
constexpr std::size_t most_told = 64 * 1024;

Failure failed(std::string line) { return Failure(ExitCode::failed_at_work, std::move(line)); }

// It has the master's sockets open, which must not outlast the master.
void die_with(pid_t master) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != master) std::_Exit(1);  // it died before
}

struct Findings {
    std::vector<std::string> lines = {};  ///< empty: all is well
    ExitCode code = ExitCode::failed_at_work;
};

std::optional<std::string> why_no_spool(const std::string& folder) {
    struct stat status = {};
    if (::stat(folder.c_str(), &status) == 0) {
        if (!S_ISDIR(status.st_mode)) return "spool: " + folder + " is not a folder";
        if (::access(folder.c_str(), W_OK | X_OK) == 0) return std::nullopt;
    }
    return base::SystemError::from_errno("spool: write into", folder).what();
}

/// What the child is given.
struct Task {
    Configuration& configuration;
    const std::optional<Identity>& identity;
    const Sandbox* sandbox;
    SiteTests tests;
    pid_t master;
};

// As a worker does it: before the sandbox.
std::optional<std::string> load_code(Configuration& configuration) {
    auto troubles = load_modules(configuration.settings().modules, configuration.handlers, nullptr);
    if (troubles.empty()) return std::nullopt;
    return std::move(troubles.front());
}

std::optional<std::string> confine(const Task& task, base::RefusedCalls& refused) {
    auto done = give_up_capabilities();
    if (done && task.sandbox != nullptr) done = task.sandbox->enter(refused);
    return done ? std::nullopt : std::optional(done.error().what());
}

Findings look(const Task& task, base::RefusedCalls& refused) {
    const auto& identity = task.identity;
    if (identity) {
        if (const auto became = become(*identity); !became) return {{became.error().what()}};
        die_with(task.master);  // prctl(2): other ids make the kernel forget it
    }
    auto why = task.configuration.site->why_unreadable();
    if (!why) why = why_no_spool(task.configuration.settings().server.spool);
    if (why) return {{identity ? *why + " (as user " + identity->user + ")" : *why}};
    switch (task.tests) {
        case SiteTests::skip:
            return {};
        case SiteTests::run:
            if (auto bad = load_code(task.configuration)) return {{std::move(*bad)}};
            if (auto bad = confine(task, refused)) return {{std::move(*bad)}};
            return {run_site_tests(task.configuration), ExitCode::wrong_configuration};
    }
    return {};
}

[[noreturn]] void run_child(base::Pipe pipe, const Task& task) {
    die_with(task.master);
    log::set_sink(nullptr);  // the master's has lines that the master will write
    pipe.reader.reset();
    base::RefusedCalls refused;  // nobody asks: what was refused is a test that fails
    const Findings found = look(task, refused);
    const auto written = base::write_whole(pipe.writer.get(), base::join(found.lines, "\n"));
    std::_Exit(found.lines.empty() && written ? 0 : static_cast<int>(found.code));
}

}  // namespace

std::optional<Failure> Preflight::begin(Configuration& configuration,
                                        const std::optional<Identity>& identity,
                                        const Sandbox* sandbox, SiteTests tests, Done done) {
    auto pipe = base::make_pipe();
    if (!pipe) return failed(pipe.error().what());
    const pid_t master = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return failed(base::SystemError::from_errno("fork").what());
    if (child == 0) {
        loop_.close_watched();  // the workers' life-lines, which end with the master alone
        run_child(std::move(*pipe), {configuration, identity, sandbox, tests, master});
    }
    // The child's end blocks: it has nothing else to do.
    static_cast<void>(base::set_nonblocking(pipe->reader.get()));
    child_ = child;
    pipe_ = std::move(pipe->reader);
    told_.clear();
    done_ = std::move(done);
    reading_ = loop_.watch(pipe_.get(), POLLIN, [this] { on_told(); });
    deadline_ = loop_.after(time_limit, [this] { on_late(); });
    children_.expect(child, [this](const base::Exit& exit) { on_exit(exit); });
    return std::nullopt;
}

void Preflight::cancel() noexcept {
    if (child_ == 0) return;
    ::kill(child_, SIGKILL);
    children_.forget(child_);
    child_ = 0;
    reading_.reset();
    deadline_.reset();
    pipe_.reset();
}

// False at the end, when the child is ending.
bool Preflight::read() {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto got = ::read(pipe_.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return true;
        if (got <= 0) return false;
        // Past the bound it is read and dropped, for the child to end.
        const auto room = most_told - told_.size();
        told_.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
    }
}

void Preflight::on_told() {
    if (!read()) reading_.reset();
}

void Preflight::on_late() {
    cancel();
    finish(failed("reading what the site names, or its tests, took more than 30 s"));
}

void Preflight::on_exit(const base::Exit& exit) {
    read();
    child_ = 0;
    reading_.reset();
    deadline_.reset();
    pipe_.reset();
    if (!told_.empty()) {
        std::vector<std::string> lines;
        for (const auto line : base::split(told_, '\n')) lines.emplace_back(line);
        const bool is_wrong = exit.how == base::Exit::How::exited &&
                              exit.code == static_cast<int>(ExitCode::wrong_configuration);
        return finish(Failure(is_wrong ? ExitCode::wrong_configuration : ExitCode::failed_at_work,
                              std::move(lines)));
    }
    if (exit.how == base::Exit::How::exited && exit.code == 0) return finish(std::nullopt);
    finish(failed("the child that looks whether the site can be read " + base::describe(exit)));
}

// It may be begun anew in there.
void Preflight::finish(std::optional<Failure> failure) {
    const Done done = std::exchange(done_, nullptr);
    done(std::move(failure));
}

}  // namespace tined::daemon
