// The commands of the control socket, as the master carries them out. What they do is the
// master's; here is which words there are, and what is answered.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/control/control_socket.hpp"
#include "daemon/control/status_report.hpp"
#include "daemon/control/task_survey.hpp"
#include "daemon/failure.hpp"
#include "daemon/master_loop.hpp"

namespace tined::daemon {

class Control {
public:
    /// ExitCode::done, or why what was asked for has not been done; and what happened, in lines.
    using OnReport = std::function<void(ExitCode code, const std::vector<std::string>& lines)>;

    class Master {
    public:
        virtual Status status() const = 0;
        /// Each calls back once, from the loop or at once.
        virtual void begin_reload(OnReport on_report) = 0;
        virtual void begin_upgrade(bool is_rehearsal, OnReport on_report) = 0;
        /// Calls back once, soon, with one line.
        virtual void list_tasks(TaskSurvey::OnReport on_report) = 0;
        virtual void begin_stop() = 0;

    protected:
        ~Master() = default;
    };

    /// Both outlive it.
    Control(MasterLoop& loop, Master& master);

    /// Where the socket shall be.
    struct Place {
        std::optional<std::filesystem::path> named;  ///< `control` of the file
        std::string file;                            ///< the configuration's
        /// This process takes the place of a master that listens there.
        bool is_replacing = false;
    };
    /// A place where all is ready for it: nobody is there, or who is will be replaced.
    struct Prepared {
        std::optional<ControlSocket::Prepared> socket;  ///< nothing: it stays as it is
        std::string file;
    };
    /// Fails only where the file names the place: what tined chooses itself may be in use or not
    /// writable, which is told.
    std::expected<Prepared, Failure> prepare(const Place& place) const;
    /// Opens the socket there, or moves it. After a failure all is as it was.
    std::optional<Failure> open(Prepared prepared);

    /// The master is ending; those who asked for it are told so, and that all went well if
    /// `code` is 0. Removes the socket's file.
    void close(int code);

private:
    void obey(ControlSocket::Client client, std::string_view command);
    OnReport answer_to(ControlSocket::Client client);
    void tell_who(ControlSocket::Client client, std::string_view command);

    Master& master_;
    ControlSocket socket_;
    std::vector<ControlSocket::Client> stoppers_;
};

}  // namespace tined::daemon
