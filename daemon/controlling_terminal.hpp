// Whether a SIGHUP means "reload" or "the terminal that I run in is gone".
#pragma once

namespace tined::daemon {

class ControllingTerminal {
public:
    /// Looks, when the master starts, whether there is one. Under nohup(1), which has SIGHUP
    /// ignored, its end does not concern this process.
    ControllingTerminal();

    /// There was one, and it is gone: opening /dev/tty fails (tty(4)) once the kernel has taken a
    /// terminal that hung up from its session, which it does before it sends the signal.
    bool has_hung_up() const;

private:
    bool was_there_;
};

}  // namespace tined::daemon
