#include "daemon/logs/log_record.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <iterator>
#include <optional>

#include "base/descriptor.hpp"
#include "base/text.hpp"

namespace tined::daemon {
namespace {

constexpr std::string_view identifier = "tined";
constexpr int facility_daemon = 3;  // RFC 3164, table 1

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

/// "slot 2" and "master" as LogSink writes them.
std::string_view slot_of(std::string_view who) { return after(who, "slot ").value_or(who); }

/// Of "request 0123456789abcdef: ..." (http/request_id.hpp).
std::string_view request_of(std::string_view message) {
    constexpr std::size_t length = 16;
    const auto rest = after(message, "request ");
    if (!rest || rest->size() <= length || (*rest)[length] != ':') return {};
    return rest->substr(0, length);
}

void add(std::string& record, std::string_view field, std::string_view value) {
    if (!value.empty()) fmt::format_to(std::back_inserter(record), "{}={}\n", field, value);
}

int send_in_memory(int socket, std::string_view record) noexcept {
    const base::Descriptor file(::memfd_create("tined-log", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file || !base::write_whole(file.get(), record)) return errno;
    // The journal maps it, and takes none that could still be changed.
    constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (::fcntl(file.get(), F_ADD_SEALS, seals) != 0) return errno;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
    msghdr message = {};
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    const int number = file.get();
    std::memcpy(CMSG_DATA(header), &number, sizeof number);
    return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == 0 ? 0 : errno;
}

}  // namespace

LogRecord parse_log_line(std::string_view line, bool has_level) {
    LogRecord record;
    record.text = line;
    const bool is_parsed =
        has_level && line.size() > 3 && line[0] == '<' && base::is_digit(line[1]) && line[2] == '>';
    if (!is_parsed) return record;
    record.priority = line[1] - '0';
    record.text = line.substr(3);
    if (const auto parts = base::split_once(record.text, ':')) {
        record.slot = slot_of(parts->before);
        record.request = request_of(base::trim(parts->after));
    }
    return record;
}

std::string journal_record(const LogRecord& record) {
    std::string fields;
    add(fields, "MESSAGE", record.text);
    add(fields, "PRIORITY", std::to_string(record.priority));
    add(fields, "SYSLOG_IDENTIFIER", identifier);
    add(fields, "SYSLOG_PID", std::to_string(::getpid()));
    add(fields, "TINED_SLOT", record.slot);
    add(fields, "TINED_REQUEST_ID", record.request);
    return fields;
}

std::string syslog_record(const LogRecord& record, std::chrono::system_clock::time_point now) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local = {};
    ::localtime_r(&seconds, &local);
    return fmt::format("<{}>{:%b %e %H:%M:%S} {}[{}]: {}", facility_daemon * 8 + record.priority,
                       local, identifier, ::getpid(), record.text);
}

int send_to_journal(int socket, std::string_view record) noexcept {
    if (::send(socket, record.data(), record.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return 0;
    // ENOBUFS: larger than any datagram may be; EMSGSIZE: than this socket's buffer.
    return errno == EMSGSIZE || errno == ENOBUFS ? send_in_memory(socket, record) : errno;
}

}  // namespace tined::daemon
