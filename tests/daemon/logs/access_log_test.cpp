#include "daemon/logs/access_log.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::daemon {
namespace {

struct Fixture {
    explicit Fixture(config::AccessLog::Format how = config::AccessLog::Format::common)
        : settings(with(how)), format(settings, problems) {
        BOOST_TEST_REQUIRE(base::set_nonblocking(pipe.reader.get()).has_value());
    }

    static config::Settings with(config::AccessLog::Format how) {
        config::Settings settings;
        settings.log.access.format = how;
        return settings;
    }

    void finish(AccessLog& log, int status = 200) const {
        log.on_request_finished({.id = "0123456789abcdef",
                                 .peer = "192.0.2.1",
                                 .client = requester,
                                 .head = head,
                                 .status = status,
                                 .bytes = 100,
                                 .is_cut_short = false,
                                 .received = {},
                                 .duration = {}});
    }

    std::string written() const {
        std::string text(1 << 16, '\0');
        const auto got = ::read(pipe.reader.get(), text.data(), text.size());
        text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return text;
    }

    config::Settings settings;
    config::Problems problems;
    handlers::AccessFormat format;
    base::Pipe pipe = base::make_pipe().value();
    LineOutput output{pipe.writer.get()};
    base::Scoreboard scoreboard = base::Scoreboard::make(1).value();
    base::ScoreboardRow& row = scoreboard.row(0);
    event::Loop loop;
    http::Requester requester;
    http::RequestHead head;
};

BOOST_AUTO_TEST_CASE(lines_are_gathered_and_written_together) {
    Fixture fixture;
    AccessLog log(fixture.loop, fixture.format, fixture.output, fixture.row);
    fixture.finish(log);
    fixture.finish(log);
    BOOST_TEST(fixture.written().empty());
    fixture.loop.run();  // until the timer, the only thing there, has run
    const std::string written = fixture.written();
    BOOST_TEST(std::ranges::count(written, '\n') == 2);
}

BOOST_AUTO_TEST_CASE(enough_lines_are_written_without_waiting) {
    Fixture fixture;
    AccessLog log(fixture.loop, fixture.format, fixture.output, fixture.row);
    for (std::size_t i = 0; i < AccessLog::enough; ++i) fixture.finish(log);
    BOOST_TEST(fixture.written().size() >= AccessLog::enough);
}

BOOST_AUTO_TEST_CASE(what_is_gathered_is_not_lost_at_the_end) {
    Fixture fixture;
    {
        AccessLog log(fixture.loop, fixture.format, fixture.output, fixture.row);
        fixture.finish(log);
    }
    BOOST_TEST(fixture.written().ends_with('\n'));
}

// Who starts the timer anew for each batch, or never, would lose these.
BOOST_AUTO_TEST_CASE(lines_behind_a_full_batch_are_written_after_a_while_too) {
    Fixture fixture;
    AccessLog log(fixture.loop, fixture.format, fixture.output, fixture.row);
    std::size_t told = 0;
    std::string written;
    for (int round = 0; round < 3; ++round) {
        while (written.empty()) {
            fixture.finish(log);
            ++told;
            written = fixture.written();
        }
        fixture.finish(log);
        ++told;
        fixture.loop.run();
        written += fixture.written();
        BOOST_TEST(static_cast<std::size_t>(std::ranges::count(written, '\n')) == told);
        told = 0;
        written.clear();
    }
}

BOOST_AUTO_TEST_CASE(the_time_an_answer_took_is_asked_for_by_formats_that_may_tell_it) {
    using enum config::AccessLog::Format;
    const auto wants = [](config::AccessLog::Format format) {
        Fixture fixture(format);
        return AccessLog(fixture.loop, fixture.format, fixture.output, fixture.row)
            .wants_durations();
    };
    BOOST_TEST(!wants(off));
    BOOST_TEST(!wants(common));
    BOOST_TEST(!wants(combined));
    BOOST_TEST(wants(json));
}

BOOST_AUTO_TEST_CASE(nothing_is_written_when_it_is_off_but_all_is_counted) {
    Fixture fixture(config::AccessLog::Format::off);
    {
        AccessLog log(fixture.loop, fixture.format, fixture.output, fixture.row);
        log.on_connection_opened();
        log.on_connection_opened();
        log.on_connection_closed();
        fixture.head.size = 40;
        log.on_request_started("id", fixture.head);
        fixture.finish(log, 404);
        fixture.finish(log, 0);  // the client went away
    }
    BOOST_TEST(fixture.written().empty());
    BOOST_TEST(fixture.row.connections_accepted.get() == 2u);
    BOOST_TEST(fixture.row.connections_open.get() == 1u);
    BOOST_TEST(fixture.row.requests_started.get() == 1u);
    BOOST_TEST(fixture.row.requests_answered.get() == 2u);
    BOOST_TEST(fixture.row.responses[3].get() == 1u);
    BOOST_TEST(fixture.row.bytes_in.get() == 40u);
    BOOST_TEST(fixture.row.bytes_out.get() == 200u);
}

BOOST_AUTO_TEST_CASE(moved_connections_are_open_where_they_are_and_accepted_once) {
    Fixture fixture;
    AccessLog log(fixture.loop, fixture.format, fixture.output, fixture.row);
    log.on_connection_opened();
    log.on_connection_came();
    log.on_connection_came();
    log.on_connection_left();
    BOOST_TEST(fixture.row.connections_accepted.get() == 1u);
    BOOST_TEST(fixture.row.connections_open.get() == 2u);
}

}  // namespace
}  // namespace tined::daemon
