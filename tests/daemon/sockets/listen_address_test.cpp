#include "daemon/sockets/listen_address.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::daemon {
namespace {

config::Listen listen_on(std::string_view address) {
    config::Listen listen;
    listen.address = config::parse_address(address).value();
    return listen;
}

BOOST_AUTO_TEST_CASE(addresses_are_resolved_in_the_order_written) {
    const auto found =
        resolve({listen_on("127.0.0.1:80"), listen_on("[::1]:81"), listen_on("unix:/run/a.sock")});
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST_REQUIRE(found->size() == 3u);
    BOOST_TEST(url_of((*found)[0].storage) == "http://127.0.0.1:80/");
    BOOST_TEST(url_of((*found)[1].storage) == "http://[::1]:81/");
    BOOST_TEST(url_of((*found)[2].storage) == "unix:/run/a.sock");
    BOOST_TEST(!(*found)[0].is_unix());
    BOOST_TEST((*found)[2].is_unix());
}

BOOST_AUTO_TEST_CASE(an_address_with_two_names_is_found_once) {
    const auto found =
        resolve({listen_on("127.0.0.1:80"), listen_on("127.0.0.1:80"), listen_on("127.0.0.1:81")});
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->size() == 2u);
}

BOOST_AUTO_TEST_CASE(all_that_cannot_be_resolved_is_told_with_its_place) {
    const std::string file = "tined.yaml";
    auto unknown = listen_on("no-such-host.invalid:80");
    unknown.place = {file, 3, 5};
    auto flag = listen_on("nor-this.invalid:80");
    const std::string name = "--host";
    flag.place = {name, 0, 0};
    const auto found = resolve({unknown, flag});
    BOOST_TEST_REQUIRE(!found.has_value());
    BOOST_TEST_REQUIRE(found.error().lines.size() == 2u);
    BOOST_TEST(
        found.error().lines[0].starts_with("tined.yaml:3:5: listen: no-such-host.invalid:80: "));
    BOOST_TEST(found.error().lines[1].starts_with("--host: nor-this.invalid:80: "));
}

BOOST_AUTO_TEST_CASE(a_unix_path_must_fit_into_the_address) {
    config::Listen listen;
    listen.address = config::UnixAddress{"/" + std::string(106, 'a')};
    BOOST_TEST(resolve({listen}).has_value());
    listen.address = config::UnixAddress{"/" + std::string(107, 'a')};
    const auto found = resolve({listen});
    BOOST_TEST_REQUIRE(!found.has_value());
    BOOST_TEST(found.error().lines.front().find("at most 107 bytes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_systemd_passed_is_found_by_its_name_or_all_of_it) {
    const auto activated = [](const char* name, const char* path) {
        config::Listen listen;
        listen.address = config::UnixAddress{path};
        const auto address = resolve({listen}).value().front();
        return ActivatedSocket{name, address.storage, address.length};
    };
    const std::vector<ActivatedSocket> passed = {activated("http", "/a"), activated("more", "/b")};
    config::Listen listen;
    listen.address = config::SystemdAddress{"more"};
    const auto named = resolve({listen}, passed).value();
    BOOST_TEST_REQUIRE(named.size() == 1u);
    BOOST_TEST(named.front().activated_as == "more");
    listen.address = config::SystemdAddress{};
    BOOST_TEST(resolve({listen}, passed).value().size() == 2u);
    const auto none = resolve({listen}, {});
    BOOST_TEST_REQUIRE(!none.has_value());
    BOOST_TEST(none.error().lines.front() == "listen: systemd: systemd has passed no such socket");
}

}  // namespace
}  // namespace tined::daemon
