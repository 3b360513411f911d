// Where a client is sent elsewhere: http/redirect.hpp, and http::Client that goes by it.
#include <boost/test/unit_test.hpp>
#include <string>

#include "http/redirect.hpp"
#include "tests/http/peer_fixture.hpp"

using tined::event::AsyncGenerator;
using tined::http::ClientRequest;
using tined::tests::answer;
using tined::tests::Peer;
using tined::tests::PeerFixture;
using tined::tests::Step;
using namespace std::chrono_literals;
namespace http = tined::http;

namespace {

std::string to(std::string_view location, std::string_view status) {
    return answer("elsewhere", "Location: " + std::string(location) + "\r\n", status);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

AsyncGenerator<std::string> one_piece() { co_yield "hello"; }

ClientRequest post_to(std::string url) {
    ClientRequest request;
    request.method = "POST";
    request.url = std::move(url);
    request.fields.add("Content-Type", "text/plain");
    request.fields.add("Authorization", "Bearer secret");
    request.fields.add("Cookie", "a=b");
    request.body = "hello";
    return request;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_redirect, PeerFixture)

BOOST_AUTO_TEST_CASE(a_redirect_is_followed_on_the_same_connection) {
    peer.steps = {{to("../b?c", "301 Moved")}, {answer("here")}};
    const auto seen = get("/x/y/a");
    BOOST_TEST(seen.body == "here");
    BOOST_TEST(seen.url == peer.url("/x/b?c"));
    BOOST_TEST(peer.connections == 1);
}

BOOST_AUTO_TEST_CASE(a_post_becomes_a_get_where_clients_have_always_done_so) {
    for (const auto* status : {"301 Moved", "302 Found", "303 See Other"}) {
        peer.requests.clear();
        peer.steps = {{to("/b", status)}, {answer("here")}};
        BOOST_TEST(ask(post_to(peer.url())).body == "here");
        BOOST_TEST(peer.requests.at(1).starts_with("GET /b HTTP/1.1\r\n"));
        BOOST_TEST(!has(peer.requests.at(1), "Content-"), status);
        BOOST_TEST(!has(peer.requests.at(1), "hello"), status);
        BOOST_TEST(has(peer.requests.at(1), "Authorization: "), status);
    }
}

BOOST_AUTO_TEST_CASE(a_post_stays_one_where_the_server_says_so) {
    for (const auto* status : {"307 Temporary Redirect", "308 Permanent Redirect"}) {
        peer.requests.clear();
        peer.steps = {{to("/b", status)}, {answer("here")}};
        BOOST_TEST(ask(post_to(peer.url())).body == "here");
        BOOST_TEST(peer.requests.at(1).starts_with("POST /b HTTP/1.1\r\n"));
        BOOST_TEST(has(peer.requests.at(1), "Content-Length: 5\r\n\r\nhello"), status);
    }
}

BOOST_AUTO_TEST_CASE(a_head_stays_a_head) {
    ClientRequest request;
    request.method = "HEAD";
    request.url = peer.url();
    const std::string elsewhere = to("/b", "303 See Other");
    peer.steps = {{elsewhere.substr(0, elsewhere.size() - 9)}, {"HTTP/1.1 200 OK\r\n\r\n"}};
    BOOST_TEST(ask(std::move(request)).status == 200);
    BOOST_TEST(peer.requests.at(1).starts_with("HEAD /b "));
}

BOOST_AUTO_TEST_CASE(another_origin_is_not_shown_what_was_meant_for_the_first) {
    Peer other(loop);
    other.steps = {{answer("here")}};
    peer.steps = {{to(other.url("/b"), "307 Temporary Redirect")}};
    BOOST_TEST(ask(post_to(peer.url())).body == "here");
    BOOST_TEST(has(peer.requests.at(0), "Authorization: Bearer secret"));
    BOOST_TEST(!has(other.requests.at(0), "Authorization"));
    BOOST_TEST(!has(other.requests.at(0), "Cookie"));
    BOOST_TEST(has(other.requests.at(0), "Content-Type: text/plain"));
}

BOOST_AUTO_TEST_CASE(a_redirect_whose_body_never_ends_is_followed_on_another_connection) {
    peer.steps = {{"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\nthere is more", Step::Then::stall},
                  {answer("here")}};
    BOOST_TEST(get().body == "here");
    BOOST_TEST(peer.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_redirect_whose_body_is_slow_is_followed_on_another_connection) {
    settings.idle_timeout = 120s;
    const std::string slow = answer(std::string(1000, 'x'), "Location: /b\r\n", "302 Found");
    peer.steps = {{.answer = slow, .cut = slow.size() - 900, .pause = 60s}, {answer("here")}};
    BOOST_TEST(get().body == "here");
    BOOST_TEST(peer.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_key_in_a_field_of_its_own_goes_where_the_server_says) {
    Peer other(loop);
    other.steps = {{answer("here")}};
    peer.steps = {{to(other.url("/b"), "302 Found")}};
    ClientRequest request;
    request.url = peer.url();
    request.fields.add("X-Api-Key", "secret");
    BOOST_TEST(ask(std::move(request)).body == "here");
    BOOST_TEST(has(other.requests.at(0), "X-Api-Key: secret"));
}

BOOST_AUTO_TEST_CASE(a_request_may_see_its_own_redirects) {
    peer.steps = {{to("/b", "302 Found")}};
    ClientRequest request;
    request.url = peer.url();
    request.redirects = 0;
    BOOST_TEST(ask(std::move(request)).status == 302);
    BOOST_TEST(peer.requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(redirects_are_bounded) {
    settings.redirects = 3;
    peer.steps = {{to("/again", "302 Found")}};
    BOOST_TEST(get().fault == "too_many_redirects");
    BOOST_TEST(peer.requests.size() == 4U);
}

BOOST_AUTO_TEST_CASE(who_wants_to_see_redirects_sees_them) {
    settings.redirects = 0;
    peer.steps = {{to("/b", "302 Found")}};
    const auto seen = get();
    BOOST_TEST(seen.status == 302);
    BOOST_TEST(seen.body == "elsewhere");
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_sent_again_leaves_the_redirect_as_the_answer) {
    peer.steps = {{to("/b", "307 Temporary Redirect")}};
    ClientRequest request;
    request.method = "POST";
    request.url = peer.url();
    request.body = one_piece();
    BOOST_TEST(ask(std::move(request)).status == 307);
}

BOOST_AUTO_TEST_CASE(what_is_no_place_of_this_kind_is_no_redirect) {
    peer.steps = {{answer("choose", "Location: /b\r\n", "300 Multiple Choices")}};
    BOOST_TEST(get().status == 300);
    peer.steps = {{answer("nowhere", "", "302 Found")}};
    BOOST_TEST(get().status == 302);
    peer.steps = {{answer("two", "Location: /b\r\nLocation: /c\r\n", "302 Found")}};
    BOOST_TEST(get().status == 302);
    peer.steps = {{to("javascript:alert(1)", "302 Found")}};
    BOOST_TEST(get().fault == "malformed");
    peer.steps = {{to("file:///etc/passwd", "302 Found")}};
    BOOST_TEST(get().fault == "malformed");
}

BOOST_AUTO_TEST_CASE(another_port_or_scheme_is_another_origin) {
    const auto fields_to = [](std::string_view url) {
        ClientRequest request = post_to("http://a/");
        http::redirect(request, 307, http::parse_url("http://a/").value().origin,
                       http::parse_url(url).value().origin);
        return request.fields.has("Authorization");
    };
    BOOST_TEST(fields_to("http://a/b"));
    BOOST_TEST(fields_to("http://A:80/"));
    BOOST_TEST(!fields_to("http://a:81/"));
    BOOST_TEST(!fields_to("https://a/"));
    BOOST_TEST(!fields_to("http://b.a/"));
}

BOOST_AUTO_TEST_SUITE_END()
