#include "config/settings_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

/// The settings of a good text, whose places are gone with it.
Settings settings_of(const std::string& text) {
    Written written(text);
    Settings settings = read_settings(written.document.root, {}, {}, written.problems);
    BOOST_TEST(written.said() == "");
    return settings;
}

BOOST_AUTO_TEST_SUITE(settings_reader)

BOOST_AUTO_TEST_CASE(what_is_not_said_has_the_defaults_of_the_language) {
    const Settings settings = settings_of("{}\n");
    BOOST_REQUIRE(settings.listen.size() == 1u);
    BOOST_TEST(to_string(settings.listen[0].address) == "127.0.0.1:8888");
    BOOST_TEST(!settings.workers.has_value());
    BOOST_TEST(!settings.user.has_value());
    BOOST_TEST(!settings.debug);
    BOOST_CHECK(settings.supervise.drain_timeout == std::chrono::seconds(30));
    BOOST_CHECK(settings.log.level == log::Level::info);
    BOOST_CHECK(settings.log.access.format == AccessLog::Format::combined);
    BOOST_CHECK(settings.log.access.to.kind == LogTarget::Kind::standard_output);
    BOOST_TEST(settings.server.server_header == "tined");
    BOOST_TEST(settings.server.spool == "/var/tmp");
    BOOST_CHECK(settings.cookies.max_age == std::chrono::days(31));
}

BOOST_AUTO_TEST_CASE(every_setting_of_the_process_is_read) {
    const Settings settings = settings_of(
        "workers: 3\nuser: www-data:web\npid_file: run/tined.pid\ncontrol: run/c.sock\ndebug: "
        "true\n"
        "supervise: {drain_timeout: 5s, backoff: {first: 1s, most: 1m}}\n"
        "log: {level: error, to: stderr, format: json, access: {to: stderr, format: common}}\n");
    BOOST_CHECK(settings.workers == 3u);
    BOOST_TEST(settings.user->user == "www-data");
    BOOST_TEST(settings.user->group.value() == "web");
    BOOST_TEST(settings.pid_file.value() == "run/tined.pid");
    BOOST_TEST(settings.control.value() == "run/c.sock");
    BOOST_TEST(settings.debug);
    BOOST_CHECK(settings.supervise.drain_timeout == std::chrono::seconds(5));
    BOOST_CHECK(settings.supervise.backoff_first == std::chrono::seconds(1));
    BOOST_CHECK(settings.supervise.backoff_most == std::chrono::minutes(1));
    BOOST_CHECK(settings.log.level == log::Level::error);
    BOOST_CHECK(settings.log.format == LogFormat::json);
    BOOST_CHECK(settings.log.access.to.kind == LogTarget::Kind::standard_error);
    BOOST_CHECK(settings.log.access.format == AccessLog::Format::common);
}

BOOST_AUTO_TEST_CASE(what_becomes_of_hanging_workers_and_their_requests_is_read) {
    const Supervise plain = settings_of("supervise: {}\n").supervise;
    BOOST_CHECK(plain.hang_timeout == std::chrono::seconds(30));
    BOOST_TEST(plain.quarantine->kills == 2u);
    BOOST_CHECK(plain.quarantine->within == std::chrono::minutes(10));
    BOOST_CHECK(plain.quarantine->duration == std::chrono::minutes(1));
    const Supervise own = settings_of(
                              "supervise: {hang_timeout: 5s, "
                              "quarantine: {kills: 3, within: 1h, for: 5m}}\n")
                              .supervise;
    BOOST_CHECK(own.hang_timeout == std::chrono::seconds(5));
    BOOST_TEST(own.quarantine->kills == 3u);
    BOOST_CHECK(own.quarantine->within == std::chrono::hours(1));
    BOOST_CHECK(own.quarantine->duration == std::chrono::minutes(5));
    BOOST_CHECK(!settings_of("supervise: {quarantine: off}\n").supervise.quarantine.has_value());
}

BOOST_AUTO_TEST_CASE(every_limit_is_read) {
    const Settings settings = settings_of(
        "limits:\n  request_line: 1KiB\n  header_size: 2KiB\n  header_count: 3\n"
        "  body_size: 4MiB\n  header_timeout: 5s\n  body_timeout: 6s\n  body_rate: 7\n"
        "  form_parts: 8\n  write_timeout: 9s\n  idle_timeout: 10s\n"
        "  keepalive_requests: 11\n  connections: 12\n");
    const http::Limits& limits = settings.server.limits;
    BOOST_TEST(limits.request_line == 1024u);
    BOOST_TEST(limits.header_size == 2048u);
    BOOST_TEST(limits.header_count == 3u);
    BOOST_TEST(limits.body_size == 4u * 1024 * 1024);
    BOOST_CHECK(limits.header_timeout == std::chrono::seconds(5));
    BOOST_CHECK(limits.body_timeout == std::chrono::seconds(6));
    BOOST_TEST(limits.body_rate == 7u);
    BOOST_TEST(limits.form_parts == 8u);
    BOOST_CHECK(limits.write_timeout == std::chrono::seconds(9));
    BOOST_CHECK(limits.idle_timeout == std::chrono::seconds(10));
    BOOST_CHECK(limits.keepalive_requests == 11u);
    BOOST_CHECK(limits.connections == 12u);
}

BOOST_AUTO_TEST_CASE(the_access_log_is_off_a_known_format_or_one_of_its_own) {
    BOOST_CHECK(settings_of("log: {access: off}\n").log.access.format == AccessLog::Format::off);
    BOOST_CHECK(settings_of("log: {access: json}\n").log.access.format == AccessLog::Format::json);
    Written text("log:\n  access: {format: \"{{ request.path }}\"}\n");
    const auto own = read_settings(text.document.root, {}, {}, text.problems).log.access;
    BOOST_CHECK(own.format == AccessLog::Format::own);
    BOOST_TEST(own.own_format == "{{ request.path }}");
    BOOST_TEST(to_string(own.own_origin.place_of(1, 1)) == "f:2:21");
}

BOOST_AUTO_TEST_CASE(the_server_header_can_be_off) {
    BOOST_TEST(settings_of("server_header: off\n").server.server_header == "");
    BOOST_TEST(settings_of("server_header: \"off\"\n").server.server_header == "off");
}

BOOST_AUTO_TEST_CASE(an_address_has_the_family_of_the_file_or_its_own) {
    using http::ForwardedBy;
    BOOST_TEST((settings_of("pid_file: a\n").listen[0].forwarded_by == ForwardedBy::x_forwarded));
    BOOST_TEST((settings_of("forwarded_by: proxy\n").listen[0].forwarded_by == ForwardedBy::proxy));
    const auto settings = settings_of(
        "listen:\n"
        "  - {address: \"127.0.0.1:1\", forwarded_by: proxy}\n"
        "  - {address: \"127.0.0.1:2\"}\n"
        "  - 127.0.0.1:3\n"
        "forwarded_by: forwarded\n"
        "forwarded_host: true\n");
    BOOST_TEST((settings.listen[0].forwarded_by == ForwardedBy::proxy));
    BOOST_TEST((settings.listen[1].forwarded_by == ForwardedBy::forwarded));
    BOOST_TEST((settings.listen[2].forwarded_by == ForwardedBy::forwarded));
    BOOST_TEST((settings.forwarded_by == ForwardedBy::forwarded));
    BOOST_TEST(settings.server.forwarded_host);
}

BOOST_AUTO_TEST_CASE(trusted_proxies_are_addresses_networks_and_unix) {
    const auto server = settings_of("trusted_proxies: [10.0.0.0/8, \"::1\", \"unix:\"]\n").server;
    BOOST_TEST(server.trusted_proxies.contains(http::Address::parse("10.1.2.3").value()));
    BOOST_TEST(server.trusted_proxies.contains(http::Address::parse("::1").value()));
    BOOST_TEST(!server.trusted_proxies.contains(http::Address::parse("11.0.0.1").value()));
    BOOST_TEST(server.trusted_proxies.trusts("unix"));
}

BOOST_AUTO_TEST_CASE(keys_of_the_site_are_known_and_left_alone) {
    constexpr std::array<std::string_view, 1> keys = {"routes"};
    Written text("routes: {any: thing}\nbefore: []\n");
    read_settings(text.document.root, keys, {}, text.problems);
    BOOST_TEST(text.said() == "f:2:1: before: unknown key\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
