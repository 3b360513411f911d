#include "daemon/logs/line_output.hpp"

#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

std::string read_some(int fd) {
    std::string bytes(1 << 20, '\0');
    const auto got = ::read(fd, bytes.data(), bytes.size());
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
}

/// A pipe whose reading end does not block.
struct TestPipe {
    TestPipe() {
        auto made = base::make_pipe();
        BOOST_TEST_REQUIRE(made.has_value());
        ends = std::move(*made);
        BOOST_TEST_REQUIRE(base::set_nonblocking(ends.reader.get()).has_value());
    }
    std::string read_all() {
        std::string all;
        for (std::string some = read_some(ends.reader.get()); !some.empty();
             some = read_some(ends.reader.get())) {
            all += some;
        }
        return all;
    }
    base::Pipe ends;
};

const std::string long_line = std::string(99, 'x') + "\n";

BOOST_AUTO_TEST_CASE(lines_go_to_a_pipe_at_once) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    output.write("one\n");
    output.write("two\nthree\n");
    BOOST_TEST(!output.is_pending());
    BOOST_TEST(pipe.read_all() == "one\ntwo\nthree\n");
}

BOOST_AUTO_TEST_CASE(the_shared_description_stays_as_it_was) {
    TestPipe pipe;
    const LineOutput output(pipe.ends.writer.get());
    BOOST_TEST((::fcntl(pipe.ends.writer.get(), F_GETFL) & O_NONBLOCK) == 0);
}

BOOST_AUTO_TEST_CASE(a_full_pipe_blocks_nobody_and_what_is_queued_comes_later_in_order) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    std::string expected;
    for (int i = 0; i < 2000; ++i) {
        const std::string line = std::to_string(i) + long_line;
        output.write(line);
        expected += line;
    }
    BOOST_TEST(output.is_pending());
    std::string got;
    do {
        got += pipe.read_all();
    } while (!output.flush());
    got += pipe.read_all();
    BOOST_TEST((got == expected));
    BOOST_TEST(output.take_dropped() == 0u);
}

BOOST_AUTO_TEST_CASE(a_slow_reader_gets_all_in_order_however_long_it_goes_on) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    while (!output.is_pending()) output.write(long_line);
    BOOST_TEST_REQUIRE(!pipe.read_all().empty());  // the pipe is empty, a line is queued
    std::string expected = long_line;
    std::string got;
    std::string part(5000, '\0');
    for (int i = 0; expected.size() < 8 * LineOutput::most_queued; ++i) {
        const std::string line = std::to_string(i) + std::string(4900, 'z') + "\n";
        output.write(line);
        expected += line;
        if (i < 20) continue;  // it stays so far behind
        const auto some = ::read(pipe.ends.reader.get(), part.data(), part.size());
        BOOST_TEST_REQUIRE(some > 0);
        got.append(part, 0, static_cast<std::size_t>(some));
    }
    do {
        got += pipe.read_all();
    } while (!output.flush());
    got += pipe.read_all();
    BOOST_TEST(output.take_dropped() == 0u);
    BOOST_TEST((got == expected));
}

BOOST_AUTO_TEST_CASE(what_the_queue_does_not_hold_is_dropped_whole_and_counted_once) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    const std::size_t lines = 2 * LineOutput::most_queued / long_line.size();
    for (std::size_t i = 0; i < lines; ++i) output.write(long_line);
    const auto dropped = output.take_dropped();
    BOOST_TEST(dropped > 0u);
    BOOST_TEST(output.take_dropped() == 0u);
    std::string got;
    do {
        got += pipe.read_all();
    } while (!output.flush());
    got += pipe.read_all();
    BOOST_TEST(got.size() == (lines - dropped) * long_line.size());
}

BOOST_AUTO_TEST_CASE(a_write_to_a_pipe_ends_at_the_end_of_a_line) {
    TestPipe pipe;  // that has room for one write at a time
    BOOST_TEST_REQUIRE(::fcntl(pipe.ends.writer.get(), F_SETPIPE_SZ, PIPE_BUF) == PIPE_BUF);
    LineOutput output(pipe.ends.writer.get());
    std::string lines;
    while (lines.size() < 3 * PIPE_BUF) lines += long_line;
    output.write(lines);
    std::string got;
    while (got.size() < lines.size()) {
        const std::string written = pipe.read_all();
        BOOST_TEST_REQUIRE(!written.empty());
        BOOST_TEST(written.back() == '\n');
        got += written;
        output.flush();
    }
    BOOST_TEST((got == lines));
}

BOOST_AUTO_TEST_CASE(a_line_longer_than_a_pipe_takes_at_once_still_comes_whole) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    std::string line(3 * PIPE_BUF, 'y');
    line.push_back('\n');
    output.write(line);
    BOOST_TEST((pipe.read_all() == line));
}

BOOST_AUTO_TEST_CASE(a_reader_that_is_gone_is_no_error_and_its_lines_are_counted) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    pipe.ends.reader.reset();
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    output.write("one\ntwo\n");
    std::signal(SIGPIPE, before);
    BOOST_TEST(!output.is_pending());
    BOOST_TEST(output.take_dropped() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stopped_terminal_blocks_nobody) {
    int master = -1;
    int slave = -1;
    BOOST_TEST_REQUIRE(::openpty(&master, &slave, nullptr, nullptr, nullptr) == 0);
    const base::Descriptor screen(master);
    const base::Descriptor terminal(slave);
    LineOutput output(terminal.get());
    BOOST_TEST_REQUIRE(::tcflow(terminal.get(), TCOOFF) == 0);  // what ^S does
    output.write("stopped\n");
    BOOST_TEST(output.is_pending());
    BOOST_TEST_REQUIRE(::tcflow(terminal.get(), TCOON) == 0);
    output.finish(5s);
    BOOST_TEST(read_some(screen.get()) == "stopped\r\n");
}

BOOST_AUTO_TEST_CASE(a_socket_is_written_to_without_waiting) {
    int ends[2] = {-1, -1};
    BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    const base::Descriptor reader(ends[0]);
    const base::Descriptor writer(ends[1]);
    LineOutput output(writer.get());
    output.write("one\n");
    BOOST_TEST(read_some(reader.get()) == "one\n");
    for (int i = 0; i < 10'000; ++i) output.write(long_line);
    BOOST_TEST(output.is_pending());
    BOOST_TEST(output.take_dropped() > 0u);
}

BOOST_AUTO_TEST_CASE(a_file_keeps_its_shared_offset) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.write("log", "");
    const base::Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    LineOutput one(file.get());
    LineOutput other(file.get());
    one.write("one\n");
    other.write("two\n");
    one.write("three\n");
    BOOST_TEST(base::read_whole(path, 100).value() == "one\ntwo\nthree\n");
}

BOOST_AUTO_TEST_CASE(a_child_forgets_what_its_parent_will_write) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    while (!output.is_pending()) output.write(long_line);
    output.forget();
    BOOST_TEST(!output.is_pending());
    const std::string before = pipe.read_all();
    BOOST_TEST(output.flush());
    BOOST_TEST(pipe.read_all().empty());
    BOOST_TEST(before.size() % long_line.size() == 0u);
}

// ── a disk that is full ──────────────────────────────────────────────────────────────────────────

/// A file of which no more than so many bytes can be written: RLIMIT_FSIZE stands for a full disk.
struct FullDisk {
    explicit FullDisk(rlim_t most) {
        ::getrlimit(RLIMIT_FSIZE, &before);
        set(most);
        handler = std::signal(SIGXFSZ, SIG_IGN);
    }
    ~FullDisk() {
        set(before.rlim_max);
        std::signal(SIGXFSZ, handler);
    }
    void set(rlim_t most) const {
        const rlimit limit = {.rlim_cur = most, .rlim_max = before.rlim_max};
        BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    rlimit before = {};
    void (*handler)(int) = nullptr;
};

BOOST_AUTO_TEST_CASE(lines_for_a_full_disk_are_dropped_and_the_next_ones_are_whole) {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "log").string();
    LineOutput output(*LogDestination::open({config::LogTarget::Kind::file, path}));
    {
        const FullDisk disk(10);
        output.write("first\n");
        output.write("second\n");  // of which 4 bytes have room
        output.write("third\n");
        BOOST_TEST(output.is_failing());
        BOOST_TEST(!output.try_write("fourth\n"));
        BOOST_TEST(!output.is_pending());
        BOOST_TEST(output.why_dropped() == EFBIG);
        BOOST_TEST(output.take_dropped() == 2u);
    }
    BOOST_TEST(output.try_write("fifth\n"));
    BOOST_TEST(!output.is_failing());
    BOOST_TEST(output.take_dropped() == 0u);
    BOOST_TEST(base::read_whole(path, 100).value() == "first\nseco\nfifth\n");
}

// ── other places ─────────────────────────────────────────────────────────────────────────────────

BOOST_AUTO_TEST_CASE(an_output_that_is_aimed_elsewhere_takes_what_is_queued_along) {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "log").string();
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    std::string expected;
    while (!output.is_pending()) {
        output.write(long_line);
        expected += long_line;
    }
    output.write("queued\n");
    output.aim(*LogDestination::open({config::LogTarget::Kind::file, path}));
    BOOST_TEST(output.flush());
    const std::string file = base::read_whole(path, 1000).value();
    BOOST_TEST((pipe.read_all() + file == expected + "queued\n"));
    BOOST_TEST(file.ends_with("queued\n"));
}

BOOST_AUTO_TEST_CASE(the_same_stream_may_become_one_of_the_journal) {
    TestPipe pipe;
    LineOutput output(pipe.ends.writer.get());
    BOOST_TEST(!output.has_level());
    output.aim(LogDestination(pipe.ends.writer.get(), LogDestination::Wire::journal_stream));
    BOOST_TEST(output.has_level());
    output.write("<6>master: one\n");
    BOOST_TEST(pipe.read_all() == "<6>master: one\n");
}

BOOST_AUTO_TEST_CASE(the_journal_gets_a_datagram_for_each_line) {
    int ends[2] = {-1, -1};
    BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
    const base::Descriptor reader(ends[0]);
    LineOutput output(LogDestination(base::Descriptor(ends[1]), LogDestination::Wire::journal));
    BOOST_TEST(output.has_level());
    output.write("<3>slot 1: one\n<6>slot 1: two\n");
    BOOST_TEST(read_some(reader.get()).starts_with("MESSAGE=slot 1: one\nPRIORITY=3\n"));
    BOOST_TEST(read_some(reader.get()).starts_with("MESSAGE=slot 1: two\nPRIORITY=6\n"));
}

BOOST_AUTO_TEST_CASE(a_busy_syslog_blocks_nobody_and_gets_the_lines_later) {
    int ends[2] = {-1, -1};
    BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
    const base::Descriptor reader(ends[0]);
    LineOutput output(LogDestination(base::Descriptor(ends[1]), LogDestination::Wire::syslog),
                      LineOutput::Contents::access);
    int sent = 0;
    for (; !output.is_pending(); ++sent) output.write("<3>" + std::to_string(sent) + "\n");
    for (int number = 0; number < sent; ++number) {
        const std::string text = read_some(reader.get());
        BOOST_TEST_REQUIRE(text.starts_with("<30>"));
        BOOST_TEST_REQUIRE(text.ends_with(": <3>" + std::to_string(number)));
        output.flush();
    }
    BOOST_TEST(!output.is_pending());
    BOOST_TEST(output.take_dropped() == 0u);
}

}  // namespace
}  // namespace tined::daemon
