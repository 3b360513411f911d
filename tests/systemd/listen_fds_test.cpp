#include "systemd/listen_fds.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <functional>

namespace tined::systemd {
namespace {

void set(const std::string& variable) {
    const auto equals = variable.find('=');
    ::setenv(variable.substr(0, equals).c_str(), variable.substr(equals + 1).c_str(), 1);
}

bool are_unset() {
    return std::getenv("LISTEN_PID") == nullptr && std::getenv("LISTEN_FDS") == nullptr &&
           std::getenv("LISTEN_FDNAMES") == nullptr;
}

/// In a child, whose descriptors 3 and up are its own to arrange; true if `holds` is.
bool in_a_child(const std::function<bool()>& holds) {
    const pid_t child = ::fork();
    BOOST_TEST_REQUIRE(child >= 0);
    if (child == 0) {
        ::close_range(3, ~0u, 0);
        ::_exit(holds() ? 0 : 1);
    }
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Opened in a child with nothing open from 3 on, they are 3, 4, and so on.
void open_descriptors(int count) {
    for (int i = 0; i < count; ++i) static_cast<void>(::open("/dev/null", O_RDONLY));
}

BOOST_AUTO_TEST_CASE(the_descriptors_come_with_their_names_and_the_variables_go) {
    BOOST_TEST(in_a_child([] {
        open_descriptors(2);
        for (const auto& variable : listen_variables({"http", "a0-s1"}, ::getpid())) set(variable);
        const auto taken = take_listen_fds();
        return taken && taken->size() == 2 && (*taken)[0].descriptor.get() == 3 &&
               (*taken)[0].name == "http" && (*taken)[1].descriptor.get() == 4 &&
               (*taken)[1].name == "a0-s1" && are_unset() && ::fcntl(4, F_GETFD) == FD_CLOEXEC;
    }));
}

BOOST_AUTO_TEST_CASE(without_names_they_are_unknown) {
    BOOST_TEST(in_a_child([] {
        open_descriptors(1);
        set("LISTEN_PID=" + std::to_string(::getpid()));
        set("LISTEN_FDS=1");
        const auto taken = take_listen_fds();
        return taken && taken->size() == 1 && taken->front().name == "unknown";
    }));
}

BOOST_AUTO_TEST_CASE(another_processes_are_left_alone_and_the_variables_go_all_the_same) {
    BOOST_TEST(in_a_child([] {
        open_descriptors(1);
        for (const auto& variable : listen_variables({"x"}, ::getppid())) set(variable);
        const auto taken = take_listen_fds();
        return taken && taken->empty() && are_unset() && ::fcntl(3, F_GETFD) == 0;
    }));
}

BOOST_AUTO_TEST_CASE(none_are_none) {
    BOOST_TEST(in_a_child([] {
        const auto nothing = take_listen_fds();
        for (const auto& variable : listen_variables({}, ::getpid())) set(variable);
        const auto taken = take_listen_fds();
        return nothing && nothing->empty() && taken && taken->empty();
    }));
}

BOOST_AUTO_TEST_CASE(variables_that_contradict_what_is_there_are_an_error) {
    const auto is_refused = [](const std::string& count, const std::string& names) {
        return in_a_child([&] {
            open_descriptors(1);
            set("LISTEN_PID=" + std::to_string(::getpid()));
            set("LISTEN_FDS=" + count);
            if (!names.empty()) set("LISTEN_FDNAMES=" + names);
            return !take_listen_fds().has_value() && are_unset();
        });
    };
    BOOST_TEST(is_refused("many", ""));
    BOOST_TEST(is_refused("-1", ""));
    BOOST_TEST(is_refused("1000000", ""));
    BOOST_TEST(is_refused("1", "a:b"));
    BOOST_TEST(is_refused("2", ""));  // number 4 is not open
    BOOST_TEST(!is_refused("1", "a"));
}

}  // namespace
}  // namespace tined::systemd
