#include "daemon/sockets/unix_socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

struct Fixture {
    Fixture() {
        listen.address = config::UnixAddress{path};
        listen.mode = 0600;
    }
    std::expected<UnixSocketFile, base::SystemError> bind(const base::Descriptor& socket) const {
        return UnixSocketFile::bind(socket.get(), resolve({listen}).value().front());
    }
    static base::Descriptor make() {
        return base::Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    }

    tests::TemporaryFolder folder;
    std::string path = folder.path() / "a.sock";
    config::Listen listen;
};

BOOST_AUTO_TEST_CASE(its_file_has_the_mode_and_goes_when_told) {
    const Fixture fixture;
    const auto socket = Fixture::make();
    const auto file = fixture.bind(socket);
    BOOST_TEST_REQUIRE(file.has_value());
    struct stat status = {};
    BOOST_TEST_REQUIRE(::lstat(fixture.path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777) == 0600u);
    file->remove();
    BOOST_TEST(!std::filesystem::exists(fixture.path));
}

BOOST_AUTO_TEST_CASE(a_dead_ones_file_is_replaced) {
    const Fixture fixture;
    {
        const auto dead = Fixture::make();
        BOOST_TEST_REQUIRE(fixture.bind(dead).has_value());
    }
    BOOST_TEST(std::filesystem::exists(fixture.path));
    const auto socket = Fixture::make();
    BOOST_TEST(fixture.bind(socket).has_value());
}

BOOST_AUTO_TEST_CASE(one_on_which_somebody_answers_is_in_use) {
    const Fixture fixture;
    const auto living = Fixture::make();
    BOOST_TEST_REQUIRE(fixture.bind(living).has_value());
    BOOST_TEST_REQUIRE(::listen(living.get(), 1) == 0);
    const auto socket = Fixture::make();
    const auto refused = fixture.bind(socket);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == EADDRINUSE);
    BOOST_TEST(std::filesystem::exists(fixture.path));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_socket_is_never_removed) {
    const Fixture fixture;
    fixture.folder.write("a.sock", "precious");
    const auto socket = Fixture::make();
    const auto refused = fixture.bind(socket);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == EADDRINUSE);
    BOOST_TEST(base::read_whole(fixture.path, 100).value() == "precious");
}

BOOST_AUTO_TEST_CASE(a_group_that_is_not_there_is_an_error_and_leaves_no_file) {
    Fixture fixture;
    fixture.listen.group = "no-such-group";
    const auto socket = Fixture::make();
    const auto refused = fixture.bind(socket);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().what().find("no-such-group") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(fixture.path));
}

}  // namespace
}  // namespace tined::daemon
