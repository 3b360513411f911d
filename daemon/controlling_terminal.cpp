#include "daemon/controlling_terminal.hpp"

#include <fcntl.h>

#include <csignal>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

bool can_be_opened() {
    const base::Descriptor terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    return static_cast<bool>(terminal);
}

bool is_hang_up_ignored() {
    struct sigaction action = {};
    return ::sigaction(SIGHUP, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

ControllingTerminal::ControllingTerminal() : was_there_(!is_hang_up_ignored() && can_be_opened()) {}

bool ControllingTerminal::has_hung_up() const { return was_there_ && !can_be_opened(); }

}  // namespace tined::daemon
