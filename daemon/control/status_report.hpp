// What `tined status` tells: gathered by the master, sent as one line of JSON, printed by the
// command. The member names are for other programs too: they are told in man/tined.8.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tined::daemon {

struct WorkerStatus {
    unsigned slot = 0;
    pid_t pid = 0;
    std::uint64_t generation = 0;
    std::string_view phase;  ///< starting, serving, retiring; stale: its loop stands still
    std::chrono::milliseconds uptime{0};
    std::uint64_t connections = 0;      ///< open now
    std::uint64_t requests = 0;         ///< answered
    std::uint64_t executor_queue = 0;   ///< what waits for a thread (event/executor.hpp)
    std::chrono::milliseconds beat{0};  ///< since its loop last went round
};

struct Status {
    std::string_view version;
    pid_t pid = 0;
    std::string file;
    std::string_view phase;        ///< starting, serving, reloading, upgrading, stopping
    std::uint64_t generation = 0;  ///< counts the readings of the file
    std::chrono::system_clock::time_point since;     ///< of this master
    std::chrono::system_clock::time_point reloaded;  ///< when what serves now was put in service
    std::uint64_t restarts = 0;                      ///< of workers that nobody told to go
    std::vector<std::string> addresses;
    std::string debugged_in_public;  ///< the address at which that can be done; empty: none
    std::vector<WorkerStatus> workers;
};

/// "4 workers, 312 connections, 0 restarts": those that serve. One line for a service manager.
std::string summary(const Status& status);

/// One line of JSON. Times are seconds since 1970; `uptime` and `beat` are seconds.
std::string to_json(const Status& status);

/// The same for a person, from that JSON: some lines, the last without its line feed. Nothing if
/// it is not what to_json() writes; members of another version are passed over or left out.
std::optional<std::string> print_status(std::string_view json);

}  // namespace tined::daemon
