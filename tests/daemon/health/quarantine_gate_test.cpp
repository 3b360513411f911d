#include "daemon/health/quarantine_gate.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "http/memory_body.hpp"
#include "http/refusal.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

struct Fixture : http::Service {
    QuarantineList list;
    QuarantineGate gate{*this, list};
    http::RequestHead head;
    http::RequestParts parts;
    int served = 0;

    Fixture() {
        list.key = {1, 2};
        parts.head = &head;
        parts.head_bytes = "GET /a HTTP/1.1\r\n\r\n";
    }
    event::Task<http::Response> serve(http::Request& /*request*/) override {
        ++served;
        co_return http::Response(200);
    }
    http::Response refuse(const http::Refusal& refusal,
                          const http::RequestParts& /*read*/) override {
        http::Response response(refusal.status);
        response.set_body("the site's own page");
        return response;
    }

    http::Response ask() {
        http::MemoryBody nothing;
        http::Request request(parts, nothing);
        event::Running<http::Response> running(gate.serve(request), [](void*) {}, nullptr);
        BOOST_REQUIRE(running.is_done());
        return running.take();
    }
    void hold(std::string_view bytes, QuarantineList::Clock::duration time) {
        list.put(fingerprint_of(list.key, bytes), QuarantineList::Clock::now() + time);
    }
};

BOOST_FIXTURE_TEST_SUITE(quarantine_gate, Fixture)

BOOST_AUTO_TEST_CASE(what_is_not_held_is_served) {
    BOOST_TEST(ask().status() == 200);
    hold("GET /b HTTP/1.1\r\n\r\n", 1h);
    BOOST_TEST(ask().status() == 200);
    BOOST_TEST(served == 2);
}

BOOST_AUTO_TEST_CASE(what_is_held_is_answered_503_by_the_sites_page_and_is_told_when_to_come) {
    hold(parts.head_bytes, 50s);
    http::Response response = ask();
    BOOST_TEST(response.status() == 503);
    BOOST_TEST(std::get<std::string>(response.body()) == "the site's own page");
    BOOST_TEST(response.fields().find("Retry-After").value_or("") == "50");
    BOOST_TEST(served == 0);
}

BOOST_AUTO_TEST_CASE(what_was_held_too_long_is_served_though_the_master_is_late) {
    hold(parts.head_bytes, -1s);
    BOOST_TEST(!list.is_empty());
    BOOST_TEST(ask().status() == 200);
}

BOOST_AUTO_TEST_CASE(what_the_protocol_refuses_is_the_sites) {
    BOOST_TEST(gate.refuse({.status = 400, .reason_text = "bad"}, parts).status() == 400);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
