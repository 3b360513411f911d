// Where lines of a log go: a standard stream, a file, the journal or syslog. The master opens it,
// for it has the rights to; workers inherit it, or get it by a message when it is opened anew
// (SIGUSR1).
#pragma once

#include <cstdint>
#include <expected>

#include "base/descriptor.hpp"
#include "config/settings.hpp"

namespace tined::daemon {

class LogDestination {
public:
    /// How a line is written. The last three tell its level apart: LogSink puts it before the line
    /// as sd-daemon(3) has it, "<3>"; where it is a field or a number of its own it is taken off
    /// again.
    enum class Wire : std::uint8_t {
        plain,           ///< as it is
        journal_stream,  ///< as it is, level and all: standard error that systemd has connected
        journal,         ///< a datagram of fields (systemd.journal-fields(7))
        syslog,          ///< a datagram (RFC 3164, as local daemons take it)
    };
    static constexpr auto last_wire = Wire::syslog;

    /// A descriptor that the caller keeps open.
    explicit LogDestination(int fd, Wire wire = Wire::plain) noexcept : fd_(fd), wire_(wire) {}
    LogDestination(base::Descriptor own, Wire wire) noexcept
        : fd_(own.get()), own_(std::move(own)), wire_(wire) {}

    /// A journal_stream if it is the one that $JOURNAL_STREAM names (systemd.exec(5)).
    static LogDestination standard_error();

    /// A file is made with mode 0640 if it is not there, whatever the umask, and appended to.
    static std::expected<LogDestination, base::SystemError> open(const config::LogTarget& target);

    /// A second descriptor of the same, for a second owner.
    std::expected<LogDestination, base::SystemError> duplicate() const;

    int fd() const noexcept { return fd_; }
    Wire wire() const noexcept { return wire_; }
    /// Whether it is a stream that this process was started with, and is not opened anew.
    bool is_standard() const noexcept { return !own_; }
    bool has_level() const noexcept { return wire_ != Wire::plain; }
    bool is_datagram() const noexcept { return wire_ == Wire::journal || wire_ == Wire::syslog; }

    /// Connects to the journal or syslog again, after their daemon was started anew: for all
    /// processes that have this socket. False: it is still gone.
    bool connect_again() const noexcept;

private:
    int fd_;
    base::Descriptor own_;
    Wire wire_;
};

}  // namespace tined::daemon
