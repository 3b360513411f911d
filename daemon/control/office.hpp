// What only one master can have: the pid file and the control socket. They are claimed first, when
// all that can fail may fail, and taken when nothing else can: at the start, at a reload that names
// other places, and by the new program of an upgrade from the old one.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "daemon/control/control.hpp"
#include "daemon/control/pid_file.hpp"
#include "daemon/failure.hpp"
#include "daemon/master_loop.hpp"

namespace tined::daemon {

class Office {
public:
    /// Both outlive it. It has nothing yet.
    Office(MasterLoop& loop, Control::Master& master) : control_(loop, master) {}
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    /// What take() needs; what is not taken leaves nothing behind.
    struct Claim {
        std::optional<PidFile> pid_file;  ///< nothing: there is to be none, or it stays as it is
        bool keeps_pid_file = false;
        Control::Prepared control;
    };
    /// Changes nothing. `file` is the configuration's. `is_replacing`: this process takes the place
    /// of a master that lives.
    std::expected<Claim, Failure> claim(const config::Settings& settings, const std::string& file,
                                        bool is_replacing) const;
    /// After a failure (somebody changed the folders since) this process has what it had; but where
    /// it replaces another, that one may have lost its pid file.
    std::optional<Failure> take(Claim claim);

    /// Gives up both; those who asked for the end are told it. control.hpp.
    void leave(int code);

private:
    std::optional<PidFile> pid_file_;
    Control control_;
};

}  // namespace tined::daemon
