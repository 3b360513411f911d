#include "daemon/upgrade/upgrade.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <optional>

#include "daemon/upgrade/succession.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

/// A shell script stands for the new program: it says its words into the channel.
struct Fixture {
    static constexpr std::string_view says =
        "#!/bin/sh\n"
        "say() { eval \"printf '%s' 'tined-upgrade 1 $1' >&${TINED_UPGRADE%:check}\"; }\n";

    Fixture() {
        sigset_t child;
        sigemptyset(&child);
        sigaddset(&child, SIGCHLD);
        ::sigprocmask(SIG_BLOCK, &child, &before_);
    }
    ~Fixture() {
        upgrade.cancel("the test is over");
        ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    }

    void begin(const std::string& script, bool is_rehearsal = false,
               std::chrono::milliseconds patience = 10s) {
        const std::string program = folder.write("new", std::string(says) + script);
        BOOST_TEST_REQUIRE(::chmod(program.c_str(), 0755) == 0);
        begin_program(program, is_rehearsal, patience);
    }
    void begin_program(const std::string& program, bool is_rehearsal = false,
                       std::chrono::milliseconds patience = 10s) {
        upgrade.begin(
            {.program = program,
             .arguments = {"--port", "0"},
             .sockets = sockets,
             .quarantine = quarantine,
             .is_rehearsal = is_rehearsal,
             .patience = patience},
            [this] { is_ready = true; },
            [this](const std::optional<Failure>& failure) {
                ended = failure ? failure->lines : std::vector<std::string>();
                code = failure ? failure->code : ExitCode::done;
            });
    }
    /// The errors in one line, without any "".
    std::string result() {
        const auto end = std::chrono::steady_clock::now() + 20s;
        while (!ended && std::chrono::steady_clock::now() < end) {
            const auto due = loop.after(10ms, [] {});
            loop.run_once();
            children.reap();
        }
        if (!ended) return "nothing";
        std::string all;
        for (const std::string& error : *ended) all += error + ";";
        return all;
    }

    tests::TemporaryFolder folder;
    MasterLoop loop;
    Children children;
    Upgrade upgrade{loop, children};
    std::vector<PassedOn> sockets;
    std::string quarantine;
    bool is_ready = false;
    std::optional<std::vector<std::string>> ended;
    ExitCode code = ExitCode::done;

private:
    sigset_t before_;
};

/// Ready, as one that lives by itself from then on; then, told to take over, `after`.
std::string takes_over(const std::string& after) {
    return "if [ -z \"$is_free\" ]; then is_free=1 exec setpriv --pdeathsig clear sh \"$0\"; fi\n"
           "say \"ready $$\"\n"
           "until eval \"dd bs=100 count=1 <&$TINED_UPGRADE\" 2>/dev/null | grep -q take; do\n"
           "    sleep 0.01\n"
           "done\n" +
           after;
}

BOOST_AUTO_TEST_CASE(one_that_is_ready_and_then_installed_is_the_master) {
    Fixture fixture;
    fixture.begin(takes_over("say installed; exec sleep 60"));
    BOOST_TEST(fixture.result() == "");
    BOOST_TEST(fixture.is_ready);
    BOOST_TEST(!fixture.upgrade.is_idle());
    const base::Descriptor end(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    BOOST_TEST(fixture.upgrade.give_connections(3, end));
    const pid_t pid = fixture.upgrade.pid();
    fixture.upgrade.cancel("the test is over");  // too late
    BOOST_TEST(::kill(pid, 0) == 0);
    BOOST_TEST(base::read_whole("/proc/" + std::to_string(pid) + "/stat", 4096)
                   .value()
                   .find(" " + std::to_string(::getpid()) + " ") == std::string::npos);
    fixture.upgrade.signal_new(SIGKILL);
}

BOOST_AUTO_TEST_CASE(one_that_is_installed_without_having_been_ready_is_not) {
    Fixture fixture;
    fixture.begin("say installed; exit 3");
    BOOST_TEST(fixture.result().find("exited with 3") != std::string::npos);
    BOOST_TEST(!fixture.is_ready);
}

BOOST_AUTO_TEST_CASE(one_that_dies_as_it_takes_over_has_failed) {
    Fixture fixture;
    fixture.begin(takes_over("exit 4"));
    BOOST_TEST(fixture.result() == "the new program ended as it was to take over;");
    BOOST_TEST(fixture.is_ready);
    BOOST_TEST(fixture.upgrade.is_idle());
}

BOOST_AUTO_TEST_CASE(one_that_cannot_take_over_when_it_is_told_to_says_why_and_ends_by_itself) {
    Fixture fixture;
    fixture.begin(takes_over("say 'failed pid_file: no'; exec sleep 60"));
    BOOST_TEST(fixture.result() == "pid_file: no;");
    BOOST_TEST(fixture.is_ready);
    BOOST_TEST(fixture.upgrade.is_idle());
}

BOOST_AUTO_TEST_CASE(one_that_is_given_up_is_told_of) {
    Fixture fixture;
    fixture.begin("exec sleep 60");
    fixture.upgrade.cancel("tined is stopping");
    BOOST_TEST(fixture.result() == "tined is stopping;");
    BOOST_TEST(fixture.upgrade.is_idle());
}

BOOST_AUTO_TEST_CASE(what_is_in_quarantine_is_in_the_channel_before_the_program_is_executed) {
    Fixture fixture;
    fixture.quarantine = "key 1 2\n";
    fixture.begin(
        "word=$(eval \"dd bs=100 count=1 <&$TINED_UPGRADE\" 2>/dev/null)\n"
        "say \"failed $word\"; exit 1");
    BOOST_TEST(fixture.result() == "tined-upgrade 1 quarantine key 1 2;");
}

BOOST_AUTO_TEST_CASE(why_it_failed_is_told_in_its_own_lines) {
    Fixture fixture;
    fixture.begin("say 'failed tined.yaml:3: bad\nand worse'; exit 78");
    BOOST_TEST(fixture.result() == "tined.yaml:3: bad;and worse;");
    BOOST_TEST((fixture.code == ExitCode::wrong_configuration));
    BOOST_TEST(fixture.upgrade.is_idle());
}

BOOST_AUTO_TEST_CASE(one_that_dies_without_a_word_is_told_by_its_exit) {
    Fixture fixture;
    fixture.begin("kill -SEGV $$");
    const std::string why = fixture.result();
    BOOST_TEST(why.find("was killed by SIGSEGV") != std::string::npos);
    BOOST_TEST((fixture.code == ExitCode::failed_at_work));
    BOOST_TEST(why.find("before it was ready") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_named) {
    Fixture fixture;
    const std::string gone = (fixture.folder.path() / "gone").string();
    fixture.begin_program(gone);
    BOOST_TEST(fixture.result() == "execute " + gone + ": No such file or directory;");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_executed_is_told) {
    Fixture fixture;
    const std::string text = fixture.folder.write("text", "no program");
    ::chmod(text.c_str(), 0755);
    fixture.begin_program(text);
    BOOST_TEST(fixture.result() == "execute " + text + ": Exec format error;");
}

BOOST_AUTO_TEST_CASE(one_that_is_not_ready_in_time_is_killed) {
    Fixture fixture;
    fixture.begin("exec sleep 60", false, 50ms);
    BOOST_TEST(fixture.result().find("was not ready within 50ms, and is killed") !=
               std::string::npos);
    BOOST_TEST(fixture.upgrade.is_idle());
}

BOOST_AUTO_TEST_CASE(a_rehearsal_ends_when_the_new_one_has_gone_again) {
    Fixture fixture;
    fixture.begin("case $TINED_UPGRADE in *:check) say \"ready $$\";; esac", true);
    BOOST_TEST(fixture.result() == "");
    BOOST_TEST(!fixture.is_ready);  // it is not told to take over
    BOOST_TEST(fixture.upgrade.is_idle());
}

BOOST_AUTO_TEST_CASE(sockets_are_passed_as_systemd_does_it_and_the_arguments_stay) {
    Fixture fixture;
    const base::Descriptor first(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const base::Descriptor second(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    fixture.sockets = {{first.get(), "a0-s0"}, {second.get(), "a1-s0"}};
    fixture.begin(
        "say \"failed $LISTEN_FDS $LISTEN_FDNAMES $TINED_UPGRADE $* "
        "$([ $LISTEN_PID = $$ ] && echo own) "
        "$(readlink /proc/self/fd/3 /proc/self/fd/4 | cut -d: -f1 | tr '\\n' ' ')\"");
    BOOST_TEST(fixture.result() == "2 a0-s0:a1-s0 5 --port 0 own socket socket ;");
}

/// Both sides in one process, without a program between them.
struct Pair {
    Pair() {
        int ends[2] = {-1, -1};
        BOOST_TEST_REQUIRE(
            ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
        old.reset(ends[0]);
        theirs = ends[1];
    }
    std::optional<Succession> succeed(const std::string& suffix = {}) const {
        ::setenv("TINED_UPGRADE", (std::to_string(theirs) + suffix).c_str(), 1);
        return Succession::from_environment();
    }

    base::Descriptor old;
    int theirs = -1;
};

BOOST_AUTO_TEST_CASE(a_successor_finds_its_channel_once) {
    const Pair pair;
    const auto succession = pair.succeed();
    BOOST_TEST_REQUIRE(succession.has_value());
    BOOST_TEST(!succession->is_rehearsal());
    BOOST_TEST(!Succession::from_environment().has_value());
}

BOOST_AUTO_TEST_CASE(a_rehearsal_is_known_by_its_suffix) {
    const Pair pair;
    BOOST_TEST(pair.succeed(":check").value().is_rehearsal());
}

BOOST_AUTO_TEST_CASE(a_number_that_is_no_channel_is_passed_over) {
    for (const char* const number : {"", "x", "1", "-4", "100000"}) {
        ::setenv("TINED_UPGRADE", number, 1);
        BOOST_TEST(!Succession::from_environment().has_value());
    }
}

BOOST_AUTO_TEST_CASE(what_the_new_one_said_last_is_heard_though_it_left_something_unread) {
    Pair pair;
    auto succession = pair.succeed();
    send(pair.old.get(), {.kind = UpgradeMessage::Kind::quarantine, .text = "key 1 2\n"});
    succession->say_failed(Failure(ExitCode::failed_at_work, "because"));
    succession.reset();
    BOOST_TEST(receive_upgrade_message(pair.old.get())->text == "because");
    BOOST_TEST((receive_upgrade_message(pair.old.get())->kind == UpgradeMessage::Kind::gone));
}

BOOST_AUTO_TEST_CASE(a_successor_gets_what_is_in_quarantine_first) {
    Pair pair;
    auto succession = pair.succeed();
    BOOST_TEST(!succession->first_quarantine().has_value());
    send(pair.old.get(), {.kind = UpgradeMessage::Kind::quarantine, .text = "key 1 2\n"});
    BOOST_TEST(succession->first_quarantine().value() == "key 1 2\n");
}

BOOST_AUTO_TEST_CASE(what_the_old_master_says_reaches_the_new_in_order) {
    Pair pair;
    auto succession = pair.succeed();
    MasterLoop loop;
    std::string heard;
    succession->start(loop, {.on_take = [&] { heard += "take "; },
                             .on_connections =
                                 [&](unsigned slot, base::Descriptor end) {
                                     heard += std::to_string(slot) + (end ? " " : "none ");
                                 },
                             .on_quarantine = [&](const std::string& text) { heard += text + " "; },
                             .on_gone = [&] { heard += "gone"; }});
    succession->say_ready();
    BOOST_TEST((receive_upgrade_message(pair.old.get())->kind == UpgradeMessage::Kind::ready));
    succession->say_failed(Failure(ExitCode::failed_at_work, "because"));
    BOOST_TEST(receive_upgrade_message(pair.old.get())->text == "because");
    BOOST_TEST(!receive_upgrade_message(pair.old.get()).has_value());
    succession->say_installed();
    BOOST_TEST((receive_upgrade_message(pair.old.get())->kind == UpgradeMessage::Kind::installed));
    send(pair.old.get(), {.kind = UpgradeMessage::Kind::quarantine, .text = "kill 1 2\n"});
    send(pair.old.get(), {.kind = UpgradeMessage::Kind::take});
    BOOST_TEST(::send(pair.old.get(), "tined-upgrade 2 dance", 21, 0) == 21);
    BOOST_TEST(::send(pair.old.get(), "tined-upgrade 1 connections 1", 29, 0) == 29);  // no socket
    UpgradeMessage connections = {.kind = UpgradeMessage::Kind::connections, .slot = 7};
    connections.descriptor = base::make_pipe().value().reader;
    BOOST_TEST(send(pair.old.get(), connections));
    pair.old.reset();
    loop.run_once();
    BOOST_TEST(heard == "kill 1 2\n take 7 gone");
}

BOOST_AUTO_TEST_CASE(the_program_is_known_by_an_absolute_path) {
    BOOST_TEST(program_path().is_absolute());
    BOOST_TEST(::access(program_path().c_str(), X_OK) == 0);
}

}  // namespace
}  // namespace tined::daemon
