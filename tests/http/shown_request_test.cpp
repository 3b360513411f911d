#include "http/shown_request.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/http/serving_fixture.hpp"

using namespace tined;
using base::RequestTable;

namespace {

/// Looks at the table whenever it is told something.
struct Watching : tests::Witnesses {
    RequestTable table;
    std::vector<std::string> at_start;
    std::vector<std::string> at_end;

    RequestTable* requests() noexcept override { return &table; }
    void on_request_started(std::string_view, const http::RequestHead&) override {
        at_start.push_back(running());
    }
    void on_request_finished(const http::AccessRecord&) override { at_end.push_back(running()); }

    std::string running() const {
        const auto entry = table.running();
        if (!entry) return "nothing";
        return std::string(entry->line_view()) + ' ' + std::string(name_of(entry->stage));
    }
};

struct Fixture : tests::ServingFixture {
    Watching watching;

    Fixture() { observer = &watching; }
    ~Fixture() { server.reset(); }  // it tells the end of what is left
    tests::Client upload(std::string_view path) {
        tests::Client client = connect();
        client.send("POST " + std::string(path) +
                    "?secret=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
        return client;
    }
    std::vector<std::string> listed() const {
        std::vector<std::string> lines;
        for (const auto& entry : watching.table.listed()) lines.emplace_back(entry.line_view());
        return lines;
    }
};

using Lines = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shown_request, Fixture)

BOOST_AUTO_TEST_CASE(one_that_is_answered_at_once_is_shown_while_it_runs_and_not_listed) {
    start();
    ask("GET /a?secret=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    BOOST_TEST(watching.at_start == Lines{"GET /a routing"}, boost::test_tools::per_element());
    BOOST_TEST(watching.at_end == Lines{"GET /a writing"}, boost::test_tools::per_element());
    BOOST_TEST(watching.running() == "nothing");
    BOOST_TEST(listed().empty());
}

BOOST_AUTO_TEST_CASE(those_that_wait_are_listed_and_run_again_when_they_go_on) {
    start();
    tests::Client first = upload("/collect");
    until([&] { return listed() == Lines{"POST /collect"}; });
    BOOST_TEST(watching.running() == "nothing");
    tests::Client second = upload("/pieces");
    until([&] { return listed().size() == 2U; });

    first.send("cd");
    until_heard(first, "abcd");
    BOOST_TEST(listed() == Lines{"POST /pieces"}, boost::test_tools::per_element());
    second.send("cd");
    until_heard(second, "abcd");
    BOOST_TEST(listed().empty());
    BOOST_TEST(watching.at_end == (Lines{"POST /collect writing", "POST /pieces writing"}),
               boost::test_tools::per_element());
    BOOST_TEST(watching.running() == "nothing");
}

BOOST_AUTO_TEST_CASE(one_whose_client_goes_away_is_forgotten) {
    start();
    tests::Client client = upload("/collect");
    until([&] { return listed().size() == 1U; });
    client.reset();
    until([&] { return listed().empty(); });
    BOOST_TEST(watching.running() == "nothing");
}

BOOST_AUTO_TEST_CASE(its_head_is_known_as_it_was_received) {
    start();
    tests::Client client = connect();
    const std::string head = "POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";
    client.send("\r\n" + head + "ab");
    until([&] { return listed().size() == 1U; });
    const auto entry = watching.table.listed().front();
    BOOST_TEST(std::string_view(entry.head, entry.head_size) == "\r\n" + head);
}

BOOST_AUTO_TEST_CASE(more_than_have_room_are_counted) {
    start();
    std::vector<tests::Client> clients;
    for (std::size_t i = 0; i < RequestTable::room + 3; ++i) clients.push_back(upload("/collect"));
    until([&] { return watching.table.count_unlisted() == 3U; });
    BOOST_TEST(listed().size() == RequestTable::room);
    for (tests::Client& client : clients) client.send("cd");
    for (tests::Client& client : clients) until_heard(client, "abcd");
    BOOST_TEST(watching.table.count_unlisted() == 0U);
    BOOST_TEST(listed().empty());
    BOOST_TEST(watching.at_end.size() == clients.size());
}

BOOST_AUTO_TEST_SUITE_END()
