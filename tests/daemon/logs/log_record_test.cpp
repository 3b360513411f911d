#include "daemon/logs/log_record.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <cstring>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_CASE(a_line_of_the_log_is_taken_apart) {
    const auto record =
        parse_log_line("<3>slot 12: request 0123456789abcdef: the template failed: x", true);
    BOOST_TEST(record.priority == 3);
    BOOST_TEST(record.slot == "12");
    BOOST_TEST(record.request == "0123456789abcdef");
    BOOST_TEST(record.text == "slot 12: request 0123456789abcdef: the template failed: x");
}

BOOST_AUTO_TEST_CASE(a_line_of_the_master_has_no_request) {
    const auto record = parse_log_line("<6>master: request tined to stop: no", true);
    BOOST_TEST(record.priority == 6);
    BOOST_TEST(record.slot == "master");
    BOOST_TEST(record.request == "");
}

BOOST_AUTO_TEST_CASE(in_a_line_that_clients_have_written_nothing_is_looked_for) {
    const auto record = parse_log_line("<0>slot 1: request 0123456789abcdef: x", false);
    BOOST_TEST(record.priority == 6);
    BOOST_TEST(record.slot == "");
    BOOST_TEST(record.request == "");
    BOOST_TEST(record.text == "<0>slot 1: request 0123456789abcdef: x");
}

BOOST_AUTO_TEST_CASE(what_has_no_level_is_of_level_info) {
    for (const char* const line : {"", "<", "<3", "<3>", "<x>y", "master: x"}) {
        const auto record = parse_log_line(line, true);
        BOOST_TEST(record.priority == 6);
        BOOST_TEST(record.text == line);
    }
}

BOOST_AUTO_TEST_CASE(the_journal_gets_fields) {
    const std::string pid = std::to_string(::getpid());
    BOOST_TEST(
        journal_record(
            {.priority = 4, .slot = "2", .request = "0123456789abcdef", .text = "slot 2: x=1"}) ==
        "MESSAGE=slot 2: x=1\nPRIORITY=4\nSYSLOG_IDENTIFIER=tined\nSYSLOG_PID=" + pid +
            "\nTINED_SLOT=2\nTINED_REQUEST_ID=0123456789abcdef\n");
    BOOST_TEST(journal_record({.text = "GET /"}) ==
               "MESSAGE=GET /\nPRIORITY=6\nSYSLOG_IDENTIFIER=tined\nSYSLOG_PID=" + pid + "\n");
}

BOOST_AUTO_TEST_CASE(syslog_gets_priority_time_and_tag) {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    const auto time = std::chrono::system_clock::from_time_t(1'793'586'605);
    BOOST_TEST(syslog_record({.priority = 3, .text = "slot 2: x"}, time) ==
               "<27>Nov  2 02:30:05 tined[" + std::to_string(::getpid()) + "]: slot 2: x");
    ::unsetenv("TZ");
    ::tzset();
}

/// A pair of connected datagram sockets.
struct Datagrams {
    Datagrams() {
        int ends[2] = {-1, -1};
        BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
        reader.reset(ends[0]);
        writer.reset(ends[1]);
    }
    base::Descriptor reader;
    base::Descriptor writer;
};

BOOST_AUTO_TEST_CASE(a_record_is_one_datagram) {
    const Datagrams ends;
    BOOST_TEST(send_to_journal(ends.writer.get(), "MESSAGE=x\n") == 0);
    std::array<char, 100> got = {};
    BOOST_TEST(::recv(ends.reader.get(), got.data(), got.size(), MSG_DONTWAIT) == 10);
    BOOST_TEST(std::strcmp(got.data(), "MESSAGE=x\n") == 0);
}

BOOST_AUTO_TEST_CASE(a_record_too_large_for_a_datagram_goes_as_a_sealed_file) {
    const Datagrams ends;
    const std::string record = "MESSAGE=" + std::string(1 << 20, 'x') + "\n";
    BOOST_TEST_REQUIRE(send_to_journal(ends.writer.get(), record) == 0);
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
    msghdr message = {};
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    BOOST_TEST_REQUIRE(::recvmsg(ends.reader.get(), &message, MSG_DONTWAIT) == 0);
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    BOOST_TEST_REQUIRE(header != nullptr);
    int number = -1;
    std::memcpy(&number, CMSG_DATA(header), sizeof number);
    const base::Descriptor file(number);
    const int seals = ::fcntl(file.get(), F_GET_SEALS);
    BOOST_TEST((seals & F_SEAL_WRITE) != 0);
    BOOST_TEST_REQUIRE(::lseek(file.get(), 0, SEEK_SET) == 0);
    BOOST_TEST((base::read_whole(file.get(), 2 << 20).value() == record));
}

BOOST_AUTO_TEST_CASE(a_journal_that_is_gone_or_busy_is_an_error_at_once) {
    Datagrams ends;
    int error = 0;
    while (error == 0) error = send_to_journal(ends.writer.get(), "MESSAGE=x\n");
    BOOST_TEST(error == EAGAIN);
    ends.reader.reset();
    BOOST_TEST(send_to_journal(ends.writer.get(), "MESSAGE=x\n") != 0);
}

}  // namespace
}  // namespace tined::daemon
