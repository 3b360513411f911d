#include "http/output.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <memory>
#include <string>
#include <utility>

#include "tests/event/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

using tined::event::StreamError;
using tined::http::FileBody;
using tined::http::Output;

namespace {

struct OutputFixture {
    tined::event::Loop loop;
    tests::SocketPair pair = tests::make_socket_pair();
    tined::event::Stream stream{loop, std::move(pair.near), [](void*) {}, nullptr};
    Output output;
    tined::tests::TemporaryFolder folder;

    OutputFixture() { std::signal(SIGPIPE, SIG_IGN); }

    FileBody file(const std::string& content, std::uint64_t offset, std::uint64_t length) {
        const std::string name = folder.write("file", content);
        return {std::make_shared<const tined::base::Descriptor>(::open(name.c_str(), O_RDONLY)),
                offset, length};
    }

    // Sends until all is sent, taking what has come as a client would.
    std::string send_all() {
        std::string heard;
        for (;;) {
            const auto progress = output.send(stream);
            BOOST_REQUIRE(progress.has_value());
            for (std::string more; !(more = tests::hear(pair.far)).empty();) heard += more;
            if (*progress == Output::Progress::done) return heard;
        }
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(output, OutputFixture)

BOOST_AUTO_TEST_CASE(text_goes_out_at_once_and_leaves_it_empty) {
    BOOST_TEST(output.is_empty());
    output.text() += "some ";
    output.text() += "text";
    BOOST_TEST(output.pending() == 9U);
    BOOST_TEST(send_all() == "some text");
    BOOST_TEST(output.is_empty());
    BOOST_TEST(output.text().empty());
}

BOOST_AUTO_TEST_CASE(bodies_stay_in_their_place_between_the_texts) {
    output.text() += "1:";
    output.add(std::string("own"));
    output.text() += " 2:";
    output.add(file("a file's content", 2, 4));
    output.add(std::make_shared<const std::string>(" shared"));
    output.text() += " end";
    BOOST_TEST(output.pending() == 2U + 3 + 3 + 4 + 7 + 4);
    BOOST_TEST(send_all() == "1:own 2:file shared end");
    BOOST_TEST(output.pending() == 0U);
}

BOOST_AUTO_TEST_CASE(empty_bodies_are_nothing) {
    output.add(std::string());
    output.add(tined::http::SharedBody());
    output.add(FileBody{});
    BOOST_TEST(output.is_empty());
    BOOST_TEST(send_all().empty());
}

BOOST_AUTO_TEST_CASE(what_the_peer_does_not_take_waits_and_goes_on_where_it_stopped) {
    std::string expected;
    std::string content;
    for (int i = 0; content.size() < 100'000; ++i) content += std::to_string(i) + ",";
    for (int i = 0; i < 3; ++i) {
        output.text() += "head " + std::to_string(i) + content;
        output.add(content);
        output.add(std::make_shared<const std::string>(content));
        output.add(file(content, 1, content.size() - 1));
        expected += "head " + std::to_string(i) + content + content + content + content.substr(1);
    }
    BOOST_TEST(output.pending() == expected.size());
    BOOST_REQUIRE(output.send(stream).has_value());
    BOOST_TEST(output.pending() > 0U);
    BOOST_TEST(output.pending() < expected.size());
    const bool is_same = send_all() == expected;
    BOOST_TEST(is_same);
}

BOOST_AUTO_TEST_CASE(very_many_bodies_are_sent_in_several_calls) {
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        output.text() += std::to_string(i);
        output.add(std::string("body;"));
        expected += std::to_string(i) + "body;";
    }
    BOOST_TEST(send_all() == expected);
}

BOOST_AUTO_TEST_CASE(a_peer_that_is_gone_is_an_error) {
    pair.far.reset();
    output.text() += "text";
    const auto progress = output.send(stream);
    BOOST_REQUIRE(!progress.has_value());
    BOOST_TEST((progress.error() == StreamError::broken));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_short_is_an_error_after_what_it_has) {
    output.add(file("short", 0, 10));
    auto progress = output.send(stream);
    while (progress && *progress == Output::Progress::blocked) progress = output.send(stream);
    BOOST_REQUIRE(!progress.has_value());
    BOOST_TEST((progress.error() == StreamError::source_failed));
    BOOST_TEST(tests::hear(pair.far) == "short");
    BOOST_TEST(output.pending() == 5U);
}

BOOST_AUTO_TEST_CASE(clearing_forgets_what_was_not_sent) {
    output.text() += "text";
    output.add(std::string("body"));
    output.clear();
    BOOST_TEST(output.is_empty());
    output.text() += "next";
    BOOST_TEST(send_all() == "next");
}

BOOST_AUTO_TEST_SUITE_END()
