#include "daemon/channel.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdlib>

namespace tined::daemon {
namespace {

using Kind = Message::Kind;

Kind kind_at(int end) {
    const auto message = receive(end);
    BOOST_TEST_REQUIRE(message.has_value());
    return message->kind;
}

BOOST_AUTO_TEST_CASE(a_message_comes_out_at_the_other_end_once) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST(!receive(channel->master.get()).has_value());
    BOOST_TEST(send(channel->worker.get(), Kind::ready));
    BOOST_TEST((kind_at(channel->master.get()) == Kind::ready));
    BOOST_TEST(!receive(channel->master.get()).has_value());
    BOOST_TEST(send(channel->master.get(), Kind::retire, Message::take_queue));
    const auto message = receive(channel->worker.get());
    BOOST_TEST_REQUIRE(message.has_value());
    BOOST_TEST((message->kind == Kind::retire));
    BOOST_TEST(message->number == Message::take_queue);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_process_is_the_end_of_its_channel) {
    auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST(send(channel->worker.get(), Kind::ready));
    channel->worker.reset();
    BOOST_TEST((kind_at(channel->master.get()) == Kind::ready));
    BOOST_TEST((kind_at(channel->master.get()) == Kind::gone));
    BOOST_TEST((kind_at(channel->master.get()) == Kind::gone));
    BOOST_TEST(!send(channel->master.get(), Kind::retire));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_passed_over) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    BOOST_TEST(::send(channel->worker.get(), "?", 1, 0) == 1);
    const std::array<std::uint32_t, 2> unknown = {1000, 0};
    BOOST_TEST(::send(channel->worker.get(), unknown.data(), sizeof unknown, 0) == sizeof unknown);
    const std::array<std::uint32_t, 2> gone = {0, 0};
    BOOST_TEST(::send(channel->worker.get(), gone.data(), sizeof gone, 0) == sizeof gone);
    BOOST_TEST(send(channel->worker.get(), Kind::ready));
    BOOST_TEST((kind_at(channel->master.get()) == Kind::ready));
}

BOOST_AUTO_TEST_CASE(descriptors_come_through_as_ones_own) {
    const auto channel = make_channel();
    const auto pipe = base::make_pipe();
    BOOST_TEST_REQUIRE((channel.has_value() && pipe.has_value()));
    const std::array<int, 2> fds = {pipe->reader.get(), pipe->writer.get()};
    BOOST_TEST(send(channel->master.get(), Kind::adopt, 7, fds));
    const auto message = receive(channel->worker.get());
    BOOST_TEST_REQUIRE(message.has_value());
    BOOST_TEST((message->kind == Kind::adopt));
    BOOST_TEST(message->number == 7u);
    BOOST_TEST(!message->lost_descriptors);
    BOOST_TEST_REQUIRE(message->descriptors.size() == 2u);
    const int reader = message->descriptors[0].get();
    BOOST_TEST(reader != pipe->reader.get());
    BOOST_TEST((::fcntl(reader, F_GETFD) & FD_CLOEXEC) != 0);
    BOOST_TEST(::write(message->descriptors[1].get(), "x", 1) == 1);
    char byte = 0;
    BOOST_TEST(::read(reader, &byte, 1) == 1);
}

BOOST_AUTO_TEST_CASE(as_many_descriptors_as_a_message_may_carry_come_through) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    const std::vector<int> fds(Message::most_descriptors, channel->master.get());
    BOOST_TEST(send(channel->master.get(), Kind::adopt, 0, fds));
    const auto message = receive(channel->worker.get());
    BOOST_TEST_REQUIRE(message.has_value());
    BOOST_TEST(message->descriptors.size() == Message::most_descriptors);
}

// The limit is a process's; so another one receives. It ends with 0 if all is as it should be.
int receive_without_room(int end) {
    const int next = ::dup(end);
    const rlimit limit = {.rlim_cur = static_cast<rlim_t>(next) + 1,
                          .rlim_max = static_cast<rlim_t>(next) + 1};
    ::close(next);
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return 1;
    const auto message = receive(end);
    if (!message || message->kind != Kind::adopt || message->number != 3) return 2;
    if (!message->lost_descriptors) return 3;
    return message->descriptors.size() == 1 ? 0 : 4;
}

BOOST_AUTO_TEST_CASE(a_receiver_at_its_limit_of_open_files_knows_that_some_were_lost) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    const std::vector<int> fds(3, channel->master.get());
    BOOST_TEST(send(channel->master.get(), Kind::adopt, 3, fds));
    const pid_t child = ::fork();
    if (child == 0) std::_Exit(receive_without_room(channel->worker.get()));
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(an_end_that_does_not_read_makes_nobody_wait) {
    const auto channel = make_channel();
    BOOST_TEST_REQUIRE(channel.has_value());
    int sent = 0;
    while (sent < 100'000 && send(channel->master.get(), Kind::release)) ++sent;
    BOOST_TEST(sent > 10);
    BOOST_TEST(sent < 100'000);
}

}  // namespace
}  // namespace tined::daemon
