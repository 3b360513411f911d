#include "config/settings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/compression_reader.hpp"
#include "config/cookie_settings.hpp"
#include "config/listen_settings.hpp"
#include "config/module_settings.hpp"
#include "config/typed.hpp"

namespace tined::config {

namespace {

constexpr std::string_view not_yet = "not in this version of tined yet";

std::optional<std::optional<unsigned>> as_workers(const Reader& value) {
    constexpr Integer<unsigned> count = {.least = 1, .most = 1024};
    if (value.node().is_word("auto")) return std::optional<unsigned>();
    const Node& node = value.node();
    const auto number =
        node.kind == NodeKind::scalar ? base::parse_integer<unsigned>(node.text) : std::nullopt;
    if (number && *number >= count.least && *number <= count.most) return number;
    value.expected(fmt::format("auto or a number from {} to {}", count.least, count.most));
    return std::nullopt;
}

std::optional<Account> as_account(const Reader& value) {
    const auto text = as_nonempty_text(value);
    if (!text) return std::nullopt;
    const auto parts = base::split_once(*text, ':');
    if (!parts) return Account{.user = *text, .group = {}};
    if (parts->before.empty() || parts->after.empty()) {
        value.expected("USER or USER:GROUP");
        return std::nullopt;
    }
    return Account{std::string(parts->before), std::string(parts->after)};
}

// A healthy loop comes round four times a second, if nothing else wakes it: what is shorter than
// this would take a busy worker for one that hangs.
std::optional<std::chrono::milliseconds> as_hang_timeout(const Reader& value) {
    constexpr std::chrono::seconds least{1};
    const auto timeout = as_duration(value);
    if (!timeout || *timeout >= least) return timeout;
    value.expected("a duration of 1s or more");
    return std::nullopt;
}

std::optional<Quarantine> read_quarantine(const Reader& value) {
    if (value.is_off()) return std::nullopt;
    Quarantine quarantine;
    MappingReader in(value, "off, or {kills: NUMBER, within: DURATION, for: DURATION}");
    in.read("kills", quarantine.kills, Integer<unsigned>{.least = 1, .most = 1000});
    in.read("within", quarantine.within, as_nonzero_duration);
    in.read("for", quarantine.duration, as_nonzero_duration);
    in.finish();
    return quarantine;
}

void read_supervise(const Reader& value, Supervise& supervise) {
    MappingReader in(value);
    in.read("drain_timeout", supervise.drain_timeout, as_duration);
    in.read("trial", supervise.trial, as_duration);
    in.read("hang_timeout", supervise.hang_timeout, as_hang_timeout);
    if (const auto quarantine = in.take("quarantine")) {
        supervise.quarantine = read_quarantine(*quarantine);
    }
    if (const auto backoff = in.take("backoff")) {
        MappingReader delays(*backoff, "{first: DURATION, most: DURATION}");
        delays.read("first", supervise.backoff_first, as_nonzero_duration);
        delays.read("most", supervise.backoff_most, as_nonzero_duration);
        delays.finish();
        if (supervise.backoff_first > supervise.backoff_most) {
            backoff->fail("first is longer than most");
        }
    }
    if (const auto recycle = in.take("recycle")) {
        MappingReader limits(*recycle, "{requests: NUMBER, memory: SIZE}");
        limits.read("requests", supervise.recycle.requests, Integer<std::uint64_t>{.least = 1});
        limits.read("memory", supervise.recycle.memory, as_size);
        limits.finish();
    }
    in.finish();
}

void read_access_format(const Reader& value, AccessLog& access) {
    using Format = AccessLog::Format;
    if (value.is_off()) {
        access.format = Format::off;
        return;
    }
    const auto text = as_nonempty_text(value);
    if (!text) return;
    if (text->find("{{") != std::string::npos) {
        access.format = Format::own;
        access.own_format = *text;
        access.own_origin = value.origin();
        return;
    }
    const OneOf<Format> words = {{{"off", Format::off},
                                  {"combined", Format::combined},
                                  {"common", Format::common},
                                  {"json", Format::json}}};
    const auto format = words(value, "combined, common, json, off, or a format with {{ }}");
    if (format) access.format = *format;
}

/// One of the words, or a file. A mistyped word is not to become a file in silence, so a file's
/// name has a slash or a dot in it.
std::optional<LogTarget> as_log_target(const Reader& value, const OneOf<LogTarget::Kind>& words) {
    const auto text = as_nonempty_text(value);
    if (!text) return std::nullopt;
    if (text->find_first_of("/.") != std::string::npos) {
        return LogTarget{LogTarget::Kind::file, resolved_path(*text, value.place())};
    }
    std::string names;
    for (const auto& [word, kind] : words.words) names.append(word).append(", ");
    const auto kind = words(value, names + "or a file (a name with a / or a . in it)");
    if (!kind) return std::nullopt;
    return LogTarget{*kind, {}};
}

const OneOf<LogTarget::Kind> log_words = {{{"stderr", LogTarget::Kind::standard_error},
                                           {"journal", LogTarget::Kind::journal},
                                           {"syslog", LogTarget::Kind::syslog}}};
const OneOf<LogTarget::Kind> access_words = {{{"stdout", LogTarget::Kind::standard_output},
                                              {"stderr", LogTarget::Kind::standard_error},
                                              {"journal", LogTarget::Kind::journal},
                                              {"syslog", LogTarget::Kind::syslog}}};

void read_access(const Reader& value, AccessLog& access) {
    if (value.node().kind == NodeKind::scalar) return read_access_format(value, access);
    MappingReader in(value, "off, a format, or {to: ..., format: ...}");
    if (const auto to = in.take("to")) {
        if (auto target = as_log_target(*to, access_words)) access.to = std::move(*target);
    }
    if (const auto format = in.take("format")) read_access_format(*format, access);
    in.finish();
}

void read_log(const Reader& value, Log& log) {
    using log::Level;
    MappingReader in(value);
    in.read("level", log.level,
            OneOf<Level>{{{"debug", Level::debug},
                          {"info", Level::info},
                          {"warning", Level::warning},
                          {"error", Level::error}}});
    in.read("format", log.format,
            OneOf<LogFormat>{{{"text", LogFormat::text}, {"json", LogFormat::json}}});
    if (const auto to = in.take("to")) {
        if (auto target = as_log_target(*to, log_words)) log.to = std::move(*target);
    }
    if (const auto access = in.take("access")) read_access(*access, log.access);
    in.finish();
}

void read_limits(const Reader& value, http::Limits& limits) {
    MappingReader in(value);
    in.read("request_line", limits.request_line, Size{.least = 64, .most = 1 << 20});
    in.read("header_size", limits.header_size, Size{.least = 256, .most = 16 << 20});
    in.read("header_count", limits.header_count, Integer<std::size_t>{1, 10'000});
    in.read("body_size", limits.body_size, as_size);
    in.read("header_timeout", limits.header_timeout, as_nonzero_duration);
    in.read("body_timeout", limits.body_timeout, as_nonzero_duration);
    in.read("body_rate", limits.body_rate, as_size);
    in.read("form_parts", limits.form_parts, Integer<std::size_t>{1, 1'000'000});
    in.read("write_timeout", limits.write_timeout, as_nonzero_duration);
    in.read("idle_timeout", limits.idle_timeout, as_nonzero_duration);
    in.read("keepalive_requests", limits.keepalive_requests, Integer<std::uint64_t>{.least = 1});
    in.read("connections", limits.connections, Integer<std::size_t>{.least = 1});
    in.later({"connections_per_address"});
    in.finish();
}

// These would be files of that name; there is always a socket, for root and the master's user
// alone.
std::optional<std::filesystem::path> as_socket(const Reader& value) {
    for (const std::string_view word : {"off", "false", "true"}) {
        if (!value.node().is_word(word)) continue;
        value.expected("the path of a socket");
        return std::nullopt;
    }
    return as_path(value);
}

void read_server_header(const Reader& value, std::string& server_header) {
    if (value.is_off()) {
        server_header.clear();
        return;
    }
    if (value.node().is_word("false") || value.node().is_word("true")) {
        return value.expected("text, or off");
    }
    const auto text = as_nonempty_text(value);
    if (!text) return;
    if (std::ranges::any_of(*text, base::is_control)) {
        value.fail("a header holds no control characters");
        return;
    }
    server_header = *text;
}

void read_server(MappingReader& in, http::ServerSettings& server) {
    if (const auto limits = in.take("limits")) read_limits(*limits, server.limits);
    if (const auto proxies = in.take("trusted_proxies")) {
        for (const Reader& proxy : proxies->items_or_self()) {
            const auto text = as_nonempty_text(proxy);
            if (!text) continue;
            const auto added = server.trusted_proxies.add(*text);
            if (!added) proxy.fail(added.error());
        }
    }
    in.read("forwarded_host", server.forwarded_host, as_boolean);
    if (const auto compression = in.take("compression")) {
        read_compression(*compression, server.compression);
    }
    if (const auto spool = in.take("spool")) {
        if (const auto folder = as_path(*spool)) server.spool = folder->string();
    }
    if (const auto header = in.take("server_header")) {
        read_server_header(*header, server.server_header);
    }
}

}  // namespace

Settings read_settings(const Node& root, std::span<const std::string_view> site_keys,
                       std::span<const std::string_view> flags, Problems& problems) {
    Settings settings;
    MappingReader in(Reader(root, {}, problems), "keys, such as \"listen: 127.0.0.1:8888\"");
    in.read("forwarded_by", settings.forwarded_by, as_forwarded_by);
    settings.listen.front().forwarded_by = settings.forwarded_by;
    if (const auto listen = in.take("listen")) {
        read_listen(*listen, settings.forwarded_by, settings.listen);
    }
    in.read("workers", settings.workers, as_workers);
    in.read("user", settings.user, as_account);
    in.read("pid_file", settings.pid_file, as_path);
    in.read("control", settings.control, as_socket);
    in.read("affinity", settings.affinity, as_boolean);
    in.read("sandbox", settings.sandbox, as_boolean);
    in.read("debug", settings.debug, as_boolean);
    if (const auto supervise = in.take("supervise")) read_supervise(*supervise, settings.supervise);
    if (const auto log = in.take("log")) read_log(*log, settings.log);
    read_server(in, settings.server);
    if (const auto cookies = in.take("cookies")) read_cookies(*cookies, settings.cookies);
    if (const auto options = in.take("options")) settings.options = read_options(*options, flags);
    if (const auto modules = in.take("modules")) settings.modules = read_modules(*modules);
    in.later({"users", "databases", "rooms", "rate", "auth", "csrf", "cors"});
    for (const std::string_view key : site_keys) in.take(key);
    in.finish();
    return settings;
}

}  // namespace tined::config
