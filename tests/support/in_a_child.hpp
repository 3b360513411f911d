// What cannot be tried in the test's own process, because there is no way back from it.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace tined::tests {

/// The exit code of a child that runs `what`, or minus the signal that ended it.
template <typename What>
int in_a_child(What what) {
    const pid_t child = ::fork();
    if (child == 0) {
        // Boost.Test's own handlers would turn a signal into a report of the parent's test.
        for (const int signal : {SIGABRT, SIGSEGV, SIGALRM}) ::signal(signal, SIG_DFL);
        ::alarm(20);
        ::_exit(what());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace tined::tests
