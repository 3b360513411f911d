// What tined.yaml says about the process and the protocol, as plain structs: no YAML here, and
// every default stands on its member and nowhere else. settings_reader.hpp fills them. What the
// routes say is read by handlers, out of the tree (load.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "config/address.hpp"
#include "config/module_settings.hpp"
#include "config/options.hpp"
#include "config/place.hpp"
#include "crypto/signed_value.hpp"
#include "http/cookies.hpp"
#include "http/peer.hpp"
#include "http/server_settings.hpp"

namespace tined::config {

struct Listen {
    Address address = TcpAddress{"127.0.0.1", 8888};
    Place place = {};  ///< so that "address in use" can name its line
    http::ForwardedBy forwarded_by = http::ForwardedBy::x_forwarded;  ///< its own, or the file's
    // For unix: alone.
    std::optional<unsigned> mode;      ///< of the socket's file; as umask has it, if not said
    std::optional<std::string> group;  ///< that the socket's file belongs to
    int backlog = 4096;                ///< listen(2); the kernel cuts it to net.core.somaxconn
};

/// Whom the workers become when the master is started as root.
struct Account {
    std::string user = "nobody";
    std::optional<std::string> group;  ///< the user's own, if not said
};

/// A request that so many workers died of within a time is answered 503 for a while.
struct Quarantine {
    unsigned kills = 2;
    std::chrono::milliseconds within{600'000};
    std::chrono::milliseconds duration{60'000};
};

/// When a worker is replaced by a fresh one; each unlimited, if not said.
struct Recycle {
    std::optional<std::uint64_t> requests;
    std::optional<std::uint64_t> memory;  ///< bytes that no file backs
};

struct Supervise {
    std::chrono::milliseconds hang_timeout{30'000};   ///< a worker's loop may stand still so long
    std::chrono::milliseconds drain_timeout{30'000};  ///< a retiring worker may finish so long
    std::chrono::milliseconds trial{2'000};           ///< one new worker serves so long first
    std::chrono::milliseconds backoff_first{100};     ///< before a worker's second restart
    std::chrono::milliseconds backoff_most{10'000};   ///< what the delay doubles up to
    Recycle recycle;
    std::optional<Quarantine> quarantine = Quarantine();  ///< nothing: off
};

/// Where lines go.
struct LogTarget {
    enum class Kind { standard_error, standard_output, journal, syslog, file };

    Kind kind = Kind::standard_error;
    std::filesystem::path file = {};  ///< of Kind::file

    bool operator==(const LogTarget&) const = default;
};

enum class LogFormat { text, json };

struct AccessLog {
    enum class Format { off, combined, common, json, own };

    LogTarget to = {LogTarget::Kind::standard_output};
    Format format = Format::combined;
    std::string own_format;  ///< a template, with Format::own
    Origin own_origin;       ///< where its text stands
};

struct Log {
    log::Level level = log::Level::info;
    LogTarget to = {LogTarget::Kind::standard_error};
    LogFormat format = LogFormat::text;
    AccessLog access;
};

/// What a cookie has that does not say otherwise itself.
struct CookieDefaults {
    enum class Secure { off, on, by_protocol };  ///< by_protocol: when the request came by https

    std::string path = "/";
    bool http_only = true;
    Secure secure = Secure::by_protocol;
    http::SameSite same_site = http::SameSite::lax;  ///< unset: the attribute is left out
};

struct Cookies {
    crypto::KeyRing keys;  ///< without keys nothing can be signed and nothing is believed
    std::chrono::seconds max_age{31 * 86'400};  ///< a signed value older than this is not believed
    CookieDefaults defaults;
};

/// The places in it are views, good as long as the Document they were read from.
struct Settings {
    std::vector<Listen> listen = {Listen()};
    /// Of what listens and names no family itself.
    http::ForwardedBy forwarded_by = http::ForwardedBy::x_forwarded;
    std::optional<unsigned> workers;  ///< auto, if not said: one a core that the process may use
    std::optional<Account> user;
    std::optional<std::filesystem::path> pid_file;
    std::optional<std::filesystem::path> control;  ///< the master's socket for commands
    bool affinity = false;  ///< each worker is kept on a processor of its own
    bool sandbox = true;    ///< of the workers
    bool debug = false;
    Supervise supervise;
    Log log;

    /// limits, trusted_proxies, forwarded_host, spool and server_header: the defaults stand there.
    http::ServerSettings server;

    Cookies cookies;
    OptionTable options;
    std::vector<Module> modules;
};

}  // namespace tined::config
