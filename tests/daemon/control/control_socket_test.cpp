#include "daemon/control/control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <thread>
#include <vector>

#include "daemon/control/control_client.hpp"
#include "daemon/sockets/unix_name.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tined::daemon {
namespace {

std::expected<void, base::SystemError> listen(ControlSocket& control,
                                              const std::filesystem::path& path,
                                              const std::string& file, bool replacing) {
    auto prepared = ControlSocket::prepare(path, replacing);
    if (!prepared) return std::unexpected(prepared.error());
    return control.listen(std::move(*prepared), file);
}

struct Fixture {
    Fixture() { BOOST_TEST_REQUIRE(listen(control, path, "/etc/site.yaml", false).has_value()); }

    base::Descriptor connect() const {
        base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        const auto name = unix_name(path).value();
        BOOST_TEST_REQUIRE(::connect(socket.get(), name.get(), name.length) == 0);
        return socket;
    }
    // Rounds in which something is due at once; a timer of its own keeps each from waiting.
    void run(int rounds = 4) {
        for (int i = 0; i < rounds; ++i) {
            const auto due = loop.after(std::chrono::milliseconds(0), [] {});
            loop.run_once();
        }
    }
    static std::string read(const base::Descriptor& socket) {
        std::string all;
        char bytes[65536];
        for (;;) {
            const auto got = ::recv(socket.get(), bytes, sizeof bytes, 0);
            if (got == 0) return all + "(end)";
            if (got < 0) return all;
            all.append(bytes, static_cast<std::size_t>(got));
        }
    }
    static void write(const base::Descriptor& socket, std::string_view text) {
        BOOST_TEST(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL) ==
                   static_cast<ssize_t>(text.size()));
    }

    tests::TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "made" / "control.sock";
    MasterLoop loop;
    std::vector<std::pair<ControlSocket::Client, std::string>> commands;
    ControlSocket control{loop, [this](ControlSocket::Client client, std::string_view command) {
                              commands.emplace_back(client, command);
                          }};
    std::string greeting = "tined 1 " + std::to_string(::getpid()) + " /etc/site.yaml\n";
};

BOOST_AUTO_TEST_CASE(its_file_is_for_its_user_alone_and_goes_at_the_end) {
    Fixture fixture;
    struct stat status = {};
    BOOST_TEST_REQUIRE(::lstat(fixture.path.c_str(), &status) == 0);
    BOOST_TEST(S_ISSOCK(status.st_mode));
    BOOST_TEST((status.st_mode & 07777) == 0600u);
    fixture.control.close();
    BOOST_TEST(!std::filesystem::exists(fixture.path));
    BOOST_TEST(fixture.control.path().empty());
}

BOOST_AUTO_TEST_CASE(a_client_is_greeted_asks_and_is_answered_until_the_end) {
    Fixture fixture;
    const auto client = fixture.connect();
    fixture.run();
    BOOST_TEST(Fixture::read(client) == fixture.greeting);
    Fixture::write(client, "upgrade check\n");
    fixture.run();
    BOOST_TEST_REQUIRE(fixture.commands.size() == 1u);
    const auto [number, command] = fixture.commands.front();
    BOOST_TEST(command == "upgrade check");
    fixture.control.say(number, "one\ntwo");
    fixture.control.complain(number, "three");
    BOOST_TEST(Fixture::read(client) == "+one\n+two\n-three\n");
    BOOST_TEST(fixture.control.is_waiting(number));
    fixture.control.finish(number, 78);
    BOOST_TEST(Fixture::read(client) == "=78\n(end)");
    BOOST_TEST(!fixture.control.is_waiting(number));
}

BOOST_AUTO_TEST_CASE(a_command_may_come_in_pieces_and_a_second_is_not_heard) {
    Fixture fixture;
    const auto client = fixture.connect();
    Fixture::write(client, "rel");
    fixture.run();
    BOOST_TEST(fixture.commands.empty());
    Fixture::write(client, "oad\n");
    fixture.run();
    Fixture::write(client, "stop\n");
    fixture.run();
    BOOST_TEST_REQUIRE(fixture.commands.size() == 1u);
    BOOST_TEST(fixture.commands.front().second == "reload");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_too_long_ends_the_conversation) {
    Fixture fixture;
    const auto client = fixture.connect();
    Fixture::write(client, std::string(ControlSocket::longest_command + 1, 'a'));
    fixture.run();
    BOOST_TEST(Fixture::read(client).ends_with("(end)"));
    BOOST_TEST(fixture.commands.empty());
}

BOOST_AUTO_TEST_CASE(answers_to_a_client_that_is_gone_disturb_nobody) {
    Fixture fixture;
    auto client = fixture.connect();
    Fixture::write(client, "reload\n");
    fixture.run();
    BOOST_TEST_REQUIRE(fixture.commands.size() == 1u);
    client.reset();
    fixture.run();
    const auto number = fixture.commands.front().first;
    BOOST_TEST(!fixture.control.is_waiting(number));
    fixture.control.say(number, "nobody hears");
    fixture.control.finish(number, 0);
    fixture.control.finish(number + 1, 0);
}

BOOST_AUTO_TEST_CASE(a_client_that_reads_nothing_is_dropped_when_too_much_waits_for_it) {
    Fixture fixture;
    const auto client = fixture.connect();
    Fixture::write(client, "status\n");
    fixture.run();
    BOOST_TEST_REQUIRE(fixture.commands.size() == 1u);
    const auto number = fixture.commands.front().first;
    const std::string line(64 * 1024, 'x');
    int said = 0;
    for (; said < 100 && fixture.control.is_waiting(number); ++said) {
        fixture.control.say(number, line);
    }
    BOOST_TEST(said < 100);
    BOOST_TEST(Fixture::read(client).ends_with("(end)"));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_at_once_is_sent_as_the_client_reads) {
    Fixture fixture;
    const auto client = fixture.connect();
    Fixture::write(client, "status\n");
    fixture.run();
    const auto number = fixture.commands.front().first;
    const std::string line(900 * 1024, 'x');
    fixture.control.say(number, line);
    fixture.control.finish(number, 0);
    std::string all;
    for (int i = 0; i < 1000 && !all.ends_with("(end)"); ++i) {
        all += Fixture::read(client);
        fixture.run(1);
    }
    BOOST_TEST((all == fixture.greeting + "+" + line + "\n=0\n(end)"));
}

BOOST_AUTO_TEST_CASE(clients_past_the_most_wait_until_one_of_them_is_done) {
    Fixture fixture;
    std::vector<base::Descriptor> clients;
    for (std::size_t i = 0; i < ControlSocket::most_clients; ++i) {
        clients.push_back(fixture.connect());
        fixture.run(1);
    }
    const auto another = fixture.connect();
    const auto last = fixture.connect();
    fixture.run();
    BOOST_TEST(Fixture::read(another) == "");
    BOOST_TEST(Fixture::read(clients.back()) == fixture.greeting);
    clients.front().reset();
    fixture.run();
    BOOST_TEST(Fixture::read(another) == fixture.greeting);
    BOOST_TEST(Fixture::read(last) == "");
    clients.back().reset();
    fixture.run();
    BOOST_TEST(Fixture::read(last) == fixture.greeting);
}

BOOST_AUTO_TEST_CASE(a_dead_masters_socket_is_replaced) {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "c.sock";
    const auto name = unix_name(path).value();
    {
        const base::Descriptor dead(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        BOOST_TEST_REQUIRE(::bind(dead.get(), name.get(), name.length) == 0);
    }
    MasterLoop loop;
    ControlSocket control(loop, [](ControlSocket::Client, std::string_view) {});
    BOOST_TEST(listen(control, path, "f", false).has_value());
    control.close();
}

BOOST_AUTO_TEST_CASE(a_living_masters_socket_is_in_use_unless_it_is_taken_over) {
    Fixture old;
    MasterLoop loop;
    ControlSocket control(loop, [](ControlSocket::Client, std::string_view) {});
    const auto refused = listen(control, old.path, "f", false);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == EADDRINUSE);
    BOOST_TEST(listen(control, old.path, "f", true).has_value());
    old.control.close();  // it is not the old one's any more
    BOOST_TEST(std::filesystem::exists(old.path));
    control.close();
    BOOST_TEST(!std::filesystem::exists(old.path));
}

BOOST_AUTO_TEST_CASE(one_that_is_only_prepared_is_found_by_nobody_and_leaves_nothing) {
    Fixture old;
    {
        const auto prepared = ControlSocket::prepare(old.path, true);
        BOOST_TEST_REQUIRE(prepared.has_value());
        BOOST_TEST(old.control.is_in_place());
    }
    BOOST_TEST(old.control.is_in_place());
    std::filesystem::remove(old.path);
    BOOST_TEST(!old.control.is_in_place());
    BOOST_TEST(std::filesystem::is_empty(old.path.parent_path()));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_socket_stays) {
    const tests::TemporaryFolder folder;
    const std::string path = folder.write("c.sock", "precious");
    MasterLoop loop;
    ControlSocket control(loop, [](ControlSocket::Client, std::string_view) {});
    const auto refused = listen(control, path, "f", true);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == EEXIST);
    BOOST_TEST(base::read_whole(path, 100).value() == "precious");
}

BOOST_AUTO_TEST_CASE(it_moves_and_who_is_connected_is_answered_all_the_same) {
    Fixture fixture;
    const auto client = fixture.connect();
    Fixture::write(client, "reload\n");
    fixture.run();
    const auto elsewhere = fixture.folder.path() / "b.sock";
    BOOST_TEST_REQUIRE(listen(fixture.control, elsewhere, "/etc/site.yaml", false).has_value());
    BOOST_TEST(!std::filesystem::exists(fixture.path));
    fixture.control.finish(fixture.commands.front().first, 0);
    BOOST_TEST(Fixture::read(client) == fixture.greeting + "=0\n(end)");
    fixture.control.close();
}

BOOST_AUTO_TEST_CASE(a_path_that_does_not_fit_an_address_is_said_to_be_too_long) {
    MasterLoop loop;
    ControlSocket control(loop, [](ControlSocket::Client, std::string_view) {});
    const auto refused = listen(control, "/" + std::string(200, 'a'), "f", false);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == ENAMETOOLONG);
}

/// The master's side of a conversation with ControlClient, which waits: it needs a thread.
template <typename F>
void serve_while(Fixture& fixture, F client) {
    std::thread thread(client);
    for (bool is_answered = false; !is_answered;) {
        const auto due = fixture.loop.after(std::chrono::milliseconds(10), [] {});
        fixture.loop.run_once();
        if (fixture.commands.empty()) continue;
        fixture.control.say(fixture.commands.front().first, "done");
        fixture.control.finish(fixture.commands.front().first, 3);
        is_answered = true;
    }
    thread.join();
}

BOOST_AUTO_TEST_CASE(a_command_finds_the_master_of_its_file_and_gives_its_exit_code) {
    Fixture fixture;
    int code = -1;
    std::string said;
    serve_while(fixture, [&] {
        auto client = ControlClient::connect({fixture.folder.path() / "none", fixture.path},
                                             "/etc/site.yaml");
        if (!client) return;
        code = client->ask(
            "reload", [&](std::string_view line) { said = line; }, [](std::string_view) {});
    });
    BOOST_TEST(code == 3);
    BOOST_TEST(said == "done");
}

BOOST_AUTO_TEST_CASE(without_a_master_a_command_says_where_it_looked) {
    const tests::TemporaryFolder folder;
    const auto client = ControlClient::connect({folder.path() / "none"}, "/etc/site.yaml");
    BOOST_TEST_REQUIRE(!client.has_value());
    BOOST_TEST(client.error().lines.front() == "no running tined that serves /etc/site.yaml");
    BOOST_TEST(client.error().lines[1].find("none: No such file") != std::string::npos);
}

}  // namespace
}  // namespace tined::daemon
