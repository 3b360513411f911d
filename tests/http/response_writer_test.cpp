#include "http/response_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <memory>
#include <string>

using namespace std::chrono_literals;
using tined::http::AnswerForm;
using tined::http::FileBody;
using tined::http::Output;
using tined::http::Response;
using tined::http::ResponseWriter;
using tined::http::Version;

namespace {

constexpr std::chrono::system_clock::time_point now{784'111'777s};
constexpr std::string_view date_line = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
constexpr AnswerForm plain{};

// The bytes of an answer whose body is small enough to be among them.
std::string written(Response response, AnswerForm form = plain, std::string_view server = "s") {
    ResponseWriter writer(server);
    Output output;
    const std::uint64_t size = writer.write(std::move(response), form, now, output);
    BOOST_TEST(size == output.pending());
    BOOST_TEST(size == output.text().size());
    return output.text();
}

std::string head_of(std::string_view status, std::string_view rest) {
    return "HTTP/1.1 " + std::string(status) + "\r\nServer: s\r\n" + std::string(date_line) +
           std::string(rest) + "\r\n";
}

Response with_body(int status) {
    Response response(status);
    response.set_body("body");
    return response;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(response_writer)

BOOST_AUTO_TEST_CASE(an_answer_has_status_server_date_its_fields_and_its_length) {
    Response response = with_body(200);
    response.add("Content-Type", "text/plain");
    BOOST_TEST(written(response) ==
               head_of("200 OK", "Content-Type: text/plain\r\nContent-Length: 4\r\n") + "body");
    BOOST_TEST(written(Response(404)) == head_of("404 Not Found", "Content-Length: 0\r\n"));
}

BOOST_AUTO_TEST_CASE(a_reason_of_ones_own_is_sent) {
    Response response(200);
    response.set_reason("Fine");
    BOOST_TEST(written(response).starts_with("HTTP/1.1 200 Fine\r\n"));
    BOOST_TEST(written(Response(299)).starts_with("HTTP/1.1 299 Unknown\r\n"));
}

BOOST_AUTO_TEST_CASE(no_server_is_told_if_none_is_set) {
    BOOST_TEST(written(Response(200), plain, "").find("Server") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(date_and_server_of_the_handler_replace_the_writers) {
    Response response;
    response.add("Server", "mine");
    response.add("Date", "then");
    BOOST_TEST(written(response) ==
               "HTTP/1.1 200 OK\r\nServer: mine\r\nDate: then\r\nContent-Length: 0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(the_connection_is_told_exactly_when_it_is_due) {
    const std::string length = "Content-Length: 0\r\n";
    BOOST_TEST(written({}, {Version::http_1_1, false, true}) == head_of("200 OK", length));
    BOOST_TEST(written({}, {Version::http_1_1, false, false}) ==
               head_of("200 OK", "Connection: close\r\n" + length));
    BOOST_TEST(written({}, {Version::http_1_0, false, true}) ==
               head_of("200 OK", "Connection: keep-alive\r\n" + length));
    BOOST_TEST(written({}, {Version::http_1_0, false, false}) == head_of("200 OK", length));
}

BOOST_AUTO_TEST_CASE(the_answer_to_head_has_the_length_and_no_body) {
    BOOST_TEST(written(with_body(200), {Version::http_1_1, true, true}) ==
               head_of("200 OK", "Content-Length: 4\r\n"));
}

BOOST_AUTO_TEST_CASE(what_has_no_body_by_its_status_has_none) {
    BOOST_TEST(written(with_body(204)) == head_of("204 No Content", ""));
    BOOST_TEST(written(with_body(304)) == head_of("304 Not Modified", ""));
    BOOST_TEST(written(with_body(205)) == head_of("205 Reset Content", "Content-Length: 0\r\n"));
}

BOOST_AUTO_TEST_CASE(the_date_follows_the_clock) {
    ResponseWriter writer("");
    Output output;
    for (const auto at : {now, now + 900ms, now + 1s, now - 1s})
        writer.write(Response(), plain, at, output);
    std::string dates;
    for (std::size_t at = 0; (at = output.text().find("08:49:", at)) != std::string::npos; ++at)
        dates += output.text().substr(at + 6, 2) + " ";
    BOOST_TEST(dates == "37 37 38 36 ");
}

BOOST_AUTO_TEST_CASE(large_bodies_are_counted_but_not_copied) {
    ResponseWriter writer("s");
    for (int kind = 0; kind < 3; ++kind) {
        Response response;
        const std::string large(ResponseWriter::most_copied + 1, 'x');
        if (kind == 0) response.set_body(large);
        if (kind == 1) response.set_body(std::make_shared<const std::string>(large));
        if (kind == 2) response.set_body(FileBody{nullptr, 0, large.size()});
        Output output;
        const std::uint64_t size = writer.write(std::move(response), plain, now, output);
        BOOST_TEST(size == output.pending());
        BOOST_TEST(output.text() == head_of("200 OK", "Content-Length: 16385\r\n"));
        BOOST_TEST(size == output.text().size() + large.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
