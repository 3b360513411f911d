#include "daemon/logs/dropped_lines.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::daemon {
namespace {

std::string read_all(int fd) {
    std::string all;
    std::string part(65536, '\0');
    for (;;) {
        const auto got = ::read(fd, part.data(), part.size());
        if (got <= 0) return all;
        all.append(part, 0, static_cast<std::size_t>(got));
    }
}

struct Log {
    Log() { BOOST_TEST_REQUIRE(base::set_nonblocking(pipe.reader.get()).has_value()); }

    base::Pipe pipe = base::make_pipe().value();
    LineOutput output{pipe.writer.get()};
    LogSink sink{output, {}, "slot 1"};
};

BOOST_AUTO_TEST_CASE(dropped_lines_are_counted_at_once_and_told_once_when_the_reader_is_back) {
    Log log;
    DroppedLines dropped("log", log.output, log.sink);
    std::string line(999, 'x');
    line += '\n';
    for (int i = 0; i < 1000; ++i) log.output.write(line);
    const std::uint64_t first = dropped.tell();
    BOOST_TEST(first > 0u);
    BOOST_TEST(dropped.tell() == 0u);
    std::string got;
    do {
        got += read_all(log.pipe.reader.get());
    } while (!log.output.flush());
    got += read_all(log.pipe.reader.get());
    BOOST_TEST(got.find("dropped") == std::string::npos);
    BOOST_TEST(dropped.tell() == 0u);
    BOOST_TEST(read_all(log.pipe.reader.get())
                   .ends_with(" warning slot 1: " + std::to_string(first) +
                              " lines of the log were dropped: nobody read them\n"));
    dropped.tell();
    BOOST_TEST(read_all(log.pipe.reader.get()).empty());
}

BOOST_AUTO_TEST_CASE(a_full_disk_of_another_log_is_told_when_it_goes_on) {
    Log log;
    // Linux's device for this: full(4).
    const base::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    BOOST_TEST_REQUIRE(bool(full));
    LineOutput access(full.get());
    DroppedLines dropped("access log", access, log.sink);
    access.write("one\ntwo\n");
    BOOST_TEST(dropped.tell() == 2u);
    BOOST_TEST(read_all(log.pipe.reader.get()).empty());
    const base::Pipe other = base::make_pipe().value();
    access.aim(LogDestination(other.writer.get()));
    access.write("three\n");
    BOOST_TEST(dropped.tell() == 0u);
    BOOST_TEST(
        read_all(log.pipe.reader.get())
            .ends_with(": 2 lines of the access log were dropped: No space left on device\n"));
}

BOOST_AUTO_TEST_CASE(that_the_logs_own_disk_is_full_is_not_counted_again_and_again) {
    const base::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    LineOutput output(full.get());
    LogSink sink(output, {}, "slot 1");
    DroppedLines dropped("log", output, sink);
    output.write("one\n");
    BOOST_TEST(dropped.tell() == 1u);
    for (int i = 0; i < 5; ++i) BOOST_TEST(dropped.tell() == 0u);
    Log log;
    output.aim(LogDestination(log.pipe.writer.get()));
    dropped.tell();
    BOOST_TEST(read_all(log.pipe.reader.get())
                   .ends_with(": 1 lines of the log were dropped: No space left on device\n"));
}

}  // namespace
}  // namespace tined::daemon
