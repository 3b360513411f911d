#include "handlers/send_file.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/file_request.hpp"

using namespace tined::handlers;
namespace http = tined::http;

namespace {

struct SendFixture {
    SendFixture() { small.fields = fields_of(small); }

    ServedFile small = {.content_type = "text/css",
                        .etag = "\"abc\"",
                        .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT",
                        .modified = std::chrono::sys_seconds(std::chrono::seconds(784111777)),
                        .size = 10,
                        .fields = {},
                        .bytes = std::make_shared<const std::string>("0123456789"),
                        .descriptor = {}};
    http::Response response;
    std::vector<http::ContentCoding> codings{http::ContentCoding::br, http::ContentCoding::gzip};

    bool send(const FileRequest& request) {
        return send_file(small, request.request(), response, codings).has_value();
    }
    Failure failure(const FileRequest& request) {
        const auto sent = send_file(small, request.request(), response, codings);
        BOOST_TEST_REQUIRE(!sent.has_value());
        return sent.error();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sending_files, SendFixture)

BOOST_AUTO_TEST_CASE(a_file_is_sent_whole_without_a_copy) {
    BOOST_TEST(send(FileRequest()));
    BOOST_TEST(response.status() == 200);
    BOOST_TEST((std::get<http::SharedBody>(response.body()) == small.bytes));
    BOOST_TEST(value_of(response, "Content-Type") == "text/css");
    BOOST_TEST(value_of(response, "ETag") == "\"abc\"");
    BOOST_TEST(value_of(response, "Last-Modified") == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(value_of(response, "Accept-Ranges") == "bytes");
}

BOOST_AUTO_TEST_CASE(what_the_client_has_already_is_not_sent) {
    FileRequest by_etag;
    BOOST_TEST(send(by_etag.field("If-None-Match", "\"x\", W/\"abc\"")));
    BOOST_TEST(response.status() == 304);
    BOOST_TEST(response.body_size() == 0U);
    BOOST_TEST(value_of(response, "ETag") == "\"abc\"");
    BOOST_TEST(!response.has("Content-Type"));

    response = http::Response();
    FileRequest by_time;
    BOOST_TEST(send(by_time.field("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")));
    BOOST_TEST(response.status() == 304);

    response = http::Response();
    FileRequest older;
    BOOST_TEST(send(older.field("If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT")));
    BOOST_TEST(response.status() == 200);
}

BOOST_AUTO_TEST_CASE(a_version_that_is_not_this_one_fails_the_precondition) {
    FileRequest request;
    BOOST_TEST(failure(request.field("If-Match", "\"other\"")).status == 412);
}

BOOST_AUTO_TEST_CASE(one_range_is_sent_alone) {
    FileRequest request;
    BOOST_TEST(send(request.field("Range", "bytes=2-4")));
    BOOST_TEST(response.status() == 206);
    BOOST_TEST(text_of(response) == "234");
    BOOST_TEST(value_of(response, "Content-Range") == "bytes 2-4/10");
    BOOST_TEST(value_of(response, "Content-Type") == "text/css");

    response = http::Response();
    FileRequest last;
    BOOST_TEST(send(last.field("Range", "bytes=-3")));
    BOOST_TEST(text_of(response) == "789");
    BOOST_TEST(value_of(response, "Content-Range") == "bytes 7-9/10");
}

BOOST_AUTO_TEST_CASE(several_ranges_are_sent_in_parts) {
    FileRequest request;
    BOOST_TEST(send(request.field("Range", "bytes=8-,0-1,1-2")));
    BOOST_TEST(response.status() == 206);
    BOOST_TEST(!response.has("Content-Range"));
    const auto type = value_of(response, "Content-Type");
    BOOST_TEST_REQUIRE(type.starts_with("multipart/byteranges; boundary="));
    const std::string boundary(type.substr(type.find('=') + 1));
    std::string body;
    for (const auto& piece : std::get<http::PiecesBody>(response.body())) {
        body += std::get<std::string>(piece);
    }
    BOOST_TEST(body == "\r\n--" + boundary +
                           "\r\nContent-Type: text/css\r\nContent-Range: bytes 8-9/10\r\n\r\n89" +
                           "\r\n--" + boundary +
                           "\r\nContent-Type: text/css\r\nContent-Range: bytes 0-2/10\r\n\r\n012" +
                           "\r\n--" + boundary + "--\r\n");
    BOOST_TEST(response.body_size() == body.size());
}

BOOST_AUTO_TEST_CASE(a_range_that_is_none_gets_the_whole_file) {
    for (const char* range : {"lines=1-2", "bytes=x", "bytes=0-1,x"}) {
        response = http::Response();
        FileRequest request;
        BOOST_TEST(send(request.field("Range", range)), range);
        BOOST_TEST(response.status() == 200, range);
        BOOST_TEST(!response.has("Content-Range"), range);
    }
}

BOOST_AUTO_TEST_CASE(two_lines_of_ranges_are_none) {
    FileRequest request;
    BOOST_TEST(send(request.field("Range", "bytes=0-1").field("Range", "bytes=2-3")));
    BOOST_TEST(response.status() == 200);
}

BOOST_AUTO_TEST_CASE(a_range_past_the_end_is_told_the_length) {
    FileRequest request;
    const Failure wrong = failure(request.field("Range", "bytes=10-"));
    BOOST_TEST(wrong.status == 416);
    const std::vector<std::pair<std::string, std::string>> wanted = {
        {"Accept-Ranges", "bytes"}, {"Content-Range", "bytes */10"}};
    BOOST_TEST((wrong.headers == wanted));
}

BOOST_AUTO_TEST_CASE(a_range_of_another_version_gets_the_whole_of_this_one) {
    FileRequest other;
    BOOST_TEST(send(other.field("Range", "bytes=0-1").field("If-Range", "\"other\"")));
    BOOST_TEST(response.status() == 200);
    response = http::Response();
    FileRequest same;
    BOOST_TEST(send(same.field("Range", "bytes=0-1").field("If-Range", "\"abc\"")));
    BOOST_TEST(response.status() == 206);
}

BOOST_AUTO_TEST_CASE(head_has_no_range) {
    FileRequest request;
    BOOST_TEST(send(request.method(http::Method::head).field("Range", "bytes=0-1")));
    BOOST_TEST(response.status() == 200);
    BOOST_TEST(response.body_size() == 10U);
}

BOOST_AUTO_TEST_CASE(a_large_file_is_sent_from_its_descriptor) {
    ServedFile large = std::move(small);
    large.bytes = nullptr;
    large.descriptor = std::make_shared<const tined::base::Descriptor>();
    large.size = 1'000'000;
    FileRequest request;
    request.field("Range", "bytes=999990-");
    BOOST_TEST(send_file(large, request.request(), response, codings).has_value());
    const auto& piece = std::get<http::FileBody>(response.body());
    BOOST_TEST((piece.file == large.descriptor));
    BOOST_TEST(piece.offset == 999'990U);
    BOOST_TEST(piece.length == 10U);
}

BOOST_AUTO_TEST_CASE(several_ranges_of_a_large_file_are_sent_from_its_descriptor) {
    ServedFile large = std::move(small);
    large.bytes = nullptr;
    large.descriptor = std::make_shared<const tined::base::Descriptor>();
    large.size = 1'000'000;
    FileRequest request;
    request.field("Range", "bytes=10-19,999990-");
    BOOST_TEST(send_file(large, request.request(), response, codings).has_value());
    const auto& pieces = std::get<http::PiecesBody>(response.body());
    BOOST_TEST_REQUIRE(pieces.size() == 5U);
    const auto& first = std::get<http::FileBody>(pieces[1]);
    const auto& second = std::get<http::FileBody>(pieces[3]);
    BOOST_TEST((first.file == large.descriptor && second.file == large.descriptor));
    BOOST_TEST((first.offset == 10U && first.length == 10U));
    BOOST_TEST((second.offset == 999'990U && second.length == 10U));
}

struct CompressibleFixture : SendFixture {
    using State = http::CodingChoice::State;
    CompressibleFixture() { small.is_compressible = true; }

    void check(State state, http::ContentCoding coding, std::string_view etag) const {
        BOOST_TEST((response.coding_choice().state == state));
        BOOST_TEST((response.coding_choice().coding == coding));
        BOOST_TEST(value_of(response, "ETag") == etag);
    }
    void ask(const FileRequest& request) {
        response = http::Response();
        BOOST_TEST(send(request));
    }
};

BOOST_FIXTURE_TEST_CASE(a_compressible_file_is_sent_as_the_client_likes_it, CompressibleFixture) {
    FileRequest plain;
    ask(plain);
    check(State::chosen, http::ContentCoding::identity, "\"abc\"");
    FileRequest coded;
    ask(coded.field("Accept-Encoding", "gzip"));
    check(State::chosen, http::ContentCoding::gzip, "W/\"abc-gzip\"");
    BOOST_TEST((std::get<http::SharedBody>(response.body()) == small.bytes));
    FileRequest head;
    ask(head.method(http::Method::head)
            .field("Accept-Encoding", "gzip")
            .field("Range", "bytes=0-1"));
    check(State::chosen, http::ContentCoding::gzip, "W/\"abc-gzip\"");
}

BOOST_FIXTURE_TEST_CASE(each_variant_has_a_condition_of_its_own, CompressibleFixture) {
    const auto status = [this](const char* accepted, const char* tag) {
        FileRequest request;
        ask(request.field("Accept-Encoding", accepted).field("If-None-Match", tag));
        return response.status();
    };
    BOOST_TEST(status("br", "W/\"abc-br\"") == 304);
    BOOST_TEST(value_of(response, "ETag") == "W/\"abc-br\"");
    BOOST_TEST(status("br", "\"abc-br\"") == 304);  // weak comparison
    BOOST_TEST(status("br", "*") == 304);
    BOOST_TEST(status("br", "W/\"abc-gzip\"") == 200);
    BOOST_TEST(status("br", "\"abc\"") == 200);
    BOOST_TEST(status("", "\"abc\"") == 304);
    BOOST_TEST(status("", "W/\"abc-br\"") == 200);
}

BOOST_FIXTURE_TEST_CASE(who_asks_for_the_bytes_gets_the_bytes, CompressibleFixture) {
    FileRequest range;
    ask(range.field("Accept-Encoding", "gzip").field("Range", "bytes=0-1"));
    BOOST_TEST(response.status() == 206);
    check(State::chosen, http::ContentCoding::identity, "\"abc\"");
    FileRequest match;
    ask(match.field("Accept-Encoding", "gzip").field("If-Match", "\"abc\""));
    BOOST_TEST(response.status() == 200);
    check(State::chosen, http::ContentCoding::identity, "\"abc\"");
    // The tag of a variant is weak, and If-Range takes a strong one only.
    FileRequest old;
    ask(old.field("Range", "bytes=0-1").field("If-Range", "W/\"abc-gzip\""));
    BOOST_TEST(response.status() == 200);
}

BOOST_FIXTURE_TEST_CASE(what_forbids_a_coding_is_heard, CompressibleFixture) {
    FileRequest request;
    request.field("Accept-Encoding", "gzip");
    response.set_coding_choice({.state = State::fixed});
    BOOST_TEST(send(request));
    check(State::fixed, http::ContentCoding::identity, "\"abc\"");
    response = http::Response();
    response.set("Cache-Control", "no-transform");
    BOOST_TEST(send(request));
    check(State::fixed, http::ContentCoding::identity, "\"abc\"");
    small.is_compressible = false;
    ask(request);
    check(State::fixed, http::ContentCoding::identity, "\"abc\"");
}

// ── whole answers ──

struct WholeFixture : CompressibleFixture {
    http::FieldBlock around{"X-Content-Type-Options", "nosniff"};

    const http::Response* whole(const FileRequest& request) const {
        return whole_answer(small, request.request(), around, codings);
    }
};

BOOST_FIXTURE_TEST_CASE(a_whole_answer_is_what_send_file_makes_of_it_and_is_made_once,
                        WholeFixture) {
    small.is_compressible = false;
    const auto* const answer = whole(FileRequest());
    BOOST_TEST_REQUIRE(answer != nullptr);
    response.set(around);
    BOOST_TEST(send(FileRequest()));
    BOOST_TEST(answer->status() == 200);
    BOOST_TEST(answer->fields().text() == response.fields().text());
    BOOST_TEST((std::get<http::SharedBody>(answer->body()) == small.bytes));
    FileRequest head;
    BOOST_TEST(whole(head.method(http::Method::head).field("Accept-Encoding", "br")) == answer);
}

BOOST_FIXTURE_TEST_CASE(who_asks_for_less_than_the_file_is_given_no_whole_answer, WholeFixture) {
    for (const char* name : {"If-Match", "If-None-Match", "If-Modified-Since",
                             "If-Unmodified-Since", "If-Range", "Range"}) {
        FileRequest request;
        BOOST_TEST(whole(request.field(name, "x")) == nullptr, name);
    }
    BOOST_TEST(whole(FileRequest("/?v=0123456789abcdef")) == nullptr);
}

BOOST_FIXTURE_TEST_CASE(each_coding_has_a_whole_answer_of_its_own, WholeFixture) {
    const auto* const plain = whole(FileRequest());
    BOOST_TEST_REQUIRE(plain != nullptr);
    BOOST_TEST(value_of(*plain, "Vary") == "Accept-Encoding");
    FileRequest request;
    const auto* const coded = whole(request.field("Accept-Encoding", "gzip"));
    BOOST_TEST_REQUIRE(coded != nullptr);
    response = *coded;
    check(State::told, http::ContentCoding::gzip, "W/\"abc-gzip\"");
    BOOST_TEST(value_of(response, "Content-Encoding") == "gzip");
    BOOST_TEST(value_of(response, "Vary") == "Accept-Encoding");
    BOOST_TEST(!response.has("Accept-Ranges"));
    BOOST_TEST(whole(FileRequest()) == plain);
    response = *plain;
    BOOST_TEST(value_of(response, "ETag") == "\"abc\"");
}

BOOST_FIXTURE_TEST_CASE(other_fields_around_a_file_make_another_whole_answer, WholeFixture) {
    BOOST_TEST(value_of(*whole(FileRequest()), "X-Content-Type-Options") == "nosniff");
    const http::FieldBlock others("Cache-Control", "no-transform");
    const FileRequest request;
    const auto* const other = whole_answer(small, request.request(), others, codings);
    BOOST_TEST_REQUIRE(other != nullptr);
    BOOST_TEST(value_of(*other, "Cache-Control") == "no-transform");
    BOOST_TEST(!other->has("X-Content-Type-Options"));
    BOOST_TEST(!other->has("Vary"));
}

BOOST_AUTO_TEST_CASE(a_coded_file_has_the_type_of_the_other_and_an_etag_of_its_own) {
    FileRequest request;
    BOOST_TEST(
        send_coded_file(small, "text/html", http::ContentCoding::br, request.request(), response)
            .has_value());
    BOOST_TEST(value_of(response, "Content-Type") == "text/html");
    BOOST_TEST(value_of(response, "ETag") == "\"abc\"");
    BOOST_TEST((response.coding_choice().state == http::CodingChoice::State::coded));
    BOOST_TEST((response.coding_choice().coding == http::ContentCoding::br));
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_an_answer_too) {
    small.bytes = std::make_shared<const std::string>();
    small.size = 0;
    BOOST_TEST(send(FileRequest()));
    BOOST_TEST(response.status() == 200);
    FileRequest request;
    BOOST_TEST(failure(request.field("Range", "bytes=0-")).status == 416);
}

BOOST_AUTO_TEST_CASE(a_file_under_another_status_says_nothing_of_its_versions) {
    send_whole_file(small, response);
    BOOST_TEST(text_of(response) == "0123456789");
    BOOST_TEST(!response.has("ETag"));
    BOOST_TEST(!response.has("Accept-Ranges"));
}

BOOST_AUTO_TEST_CASE(the_asked_version_is_the_first_v) {
    BOOST_TEST(asked_version("v=abc") == "abc");
    BOOST_TEST(asked_version("a=1&v=abc&v=d") == "abc");
    BOOST_TEST(asked_version("rev=abc") == "");
    BOOST_TEST(asked_version("") == "");
    BOOST_TEST(asked_version("&&v") == "");
}

BOOST_AUTO_TEST_CASE(a_full_system_is_no_missing_file) {
    BOOST_TEST(failure_of(FileError{FileError::Kind::not_found, {}}).status == 404);
    BOOST_TEST(failure_of(FileError{FileError::Kind::is_folder, {}}).status == 404);
    const Failure full = failure_of(FileError{FileError::Kind::unavailable, "open a: ..."});
    BOOST_TEST(full.status == 503);
    BOOST_TEST(full.detail == "open a: ...");
}

BOOST_AUTO_TEST_SUITE_END()
