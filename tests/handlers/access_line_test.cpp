#include "handlers/access_line.hpp"

#include <boost/test/unit_test.hpp>

#include "http/observer.hpp"

using namespace tined;
using config::AccessLog;
using handlers::AccessFormat;

namespace {

/// One answer, as a connection would tell it.
struct Told {
    http::RequestHead head;
    http::Requester client{"203.0.113.9", "https", "a.example"};

    Told() {
        head.method_text = "GET";
        head.target = "/a?b";
        head.raw_path = "/a";
        head.query = "b";
        head.fields.add("Referer", "https://r.example/");
        head.fields.add("User-Agent", "agent \"x\"\x1b[2J\xff");
    }

    std::string line(AccessLog::Format format, const std::string& own = "") const {
        config::Settings settings;
        settings.log.access.format = format;
        settings.log.access.own_format = own;
        config::Problems problems;
        const AccessFormat access(settings, problems);
        BOOST_TEST(problems.empty(), problems.to_string());
        std::string out = "before\n";
        access.append({.id = "0123",
                       .peer = "192.0.2.1",
                       .client = client,
                       .head = head,
                       .status = 200,
                       .bytes = 205,
                       .body_bytes = 5,
                       .received = std::chrono::system_clock::time_point(
                           std::chrono::milliseconds(1'795'299'300'500)),
                       .duration = std::chrono::milliseconds(250)},
                      out);
        BOOST_TEST_REQUIRE(out.starts_with("before\n"));
        return out.substr(7);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(access_line)

BOOST_AUTO_TEST_CASE(common_and_combined_are_as_everybody_reads_them) {
    const std::string common =
        "203.0.113.9 - - [21/Nov/2026:22:15:00 +0000] \"GET /a?b HTTP/1.1\" 200 5";
    BOOST_TEST(Told().line(AccessLog::Format::common) == common + "\n");
    BOOST_TEST(Told().line(AccessLog::Format::combined) ==
               common + " \"https://r.example/\" \"agent \\\"x\\\"\\x1b[2J\\xff\"\n");
}

BOOST_AUTO_TEST_CASE(what_was_not_sent_is_a_dash) {
    Told told;
    told.head = {};
    told.client.address.clear();
    BOOST_TEST(told.line(AccessLog::Format::combined) ==
               "192.0.2.1 - - [21/Nov/2026:22:15:00 +0000] \"-\" 200 5 \"-\" \"-\"\n");
}

BOOST_AUTO_TEST_CASE(json_is_one_line_of_json) {
    BOOST_TEST(Told().line(AccessLog::Format::json) ==
               R"({"time":1795299300.5,"id":"0123","address":"203.0.113.9","peer":"192.0.2.1",)"
               R"("method":"GET","protocol":"https","host":"a.example","uri":"/a?b",)"
               R"("version":"HTTP/1.1","status":200,"bytes":5,"duration":0.25,)"
               R"("referer":"https://r.example/","user_agent":"agent \"x\"\u001b[2J)"
               R"(\ufffd"})"
               "\n");
}

// CSI as one character of C1, what turns text about, a line that ends for some readers only.
BOOST_AUTO_TEST_CASE(json_has_nothing_raw_that_a_terminal_or_an_editor_obeys) {
    Told told;
    told.head.fields.clear();
    told.head.fields.add("User-Agent", "\u009b31m \u202e \u2028 \u00e9 \U0001f600 \x7f");
    const std::string line = told.line(AccessLog::Format::json);
    const std::string_view agent =
        R"("user_agent":"\u009b31m \u202e \u2028 \u00e9 \ud83d\ude00 \u007f"})";
    BOOST_TEST(line.ends_with(std::string(agent) + "\n"), line);
}

BOOST_AUTO_TEST_CASE(of_a_second_all_lines_have_the_same_text_and_of_the_next_another) {
    config::Settings settings;
    settings.log.access.format = AccessLog::Format::common;
    config::Problems problems;
    const AccessFormat access(settings, problems);
    const Told told;
    const auto second_at = [&](std::chrono::milliseconds time) {
        std::string out;
        access.append({.id = {},
                       .peer = {},
                       .client = told.client,
                       .head = told.head,
                       .received = std::chrono::system_clock::time_point(time)},
                      out);
        return out.substr(out.find('['), 22);
    };
    using std::chrono::milliseconds;
    BOOST_TEST(second_at(milliseconds(1'795'299'300'999)) == "[21/Nov/2026:22:15:00 ");
    BOOST_TEST(second_at(milliseconds(1'795'299'300'000)) == "[21/Nov/2026:22:15:00 ");
    BOOST_TEST(second_at(milliseconds(1'795'299'301'000)) == "[21/Nov/2026:22:15:01 ");
    BOOST_TEST(second_at(milliseconds(1'795'299'299'999)) == "[21/Nov/2026:22:14:59 ");
}

BOOST_AUTO_TEST_CASE(an_own_format_has_its_names_escaped) {
    BOOST_TEST(Told().line(AccessLog::Format::own,
                           "{{ status }} {{ bytes }} {{ duration }} {{ peer }} {{ request.id }} "
                           "{{ request.headers.user_agent }} {{ request.headers.none }}") ==
               "200 5 0.25 192.0.2.1 0123 agent \\\"x\\\"\\x1b[2J\\xff \n");
}

BOOST_AUTO_TEST_CASE(an_own_format_that_fails_says_so_in_its_line) {
    BOOST_TEST(Told().line(AccessLog::Format::own, "{{ 1 // 0 }}").starts_with("access format: "));
}

BOOST_AUTO_TEST_CASE(off_writes_nothing) { BOOST_TEST(Told().line(AccessLog::Format::off) == ""); }

BOOST_AUTO_TEST_CASE(a_wrong_own_format_is_a_problem_and_off) {
    for (const auto* format : {"{{ statsu }}", "{{ request.usr }}", "{{", "{{ query.a }}"}) {
        config::Settings settings;
        settings.log.access.format = AccessLog::Format::own;
        settings.log.access.own_format = format;
        config::Problems problems;
        const AccessFormat access(settings, problems);
        BOOST_TEST(!problems.empty(), format);
        BOOST_TEST(access.is_off(), format);
    }
}

BOOST_AUTO_TEST_SUITE_END()
