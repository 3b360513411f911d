// Turns answers into bytes: adds what RFC 9110 and 9112 ask of a server (status line, Date, Server,
// Content-Length, Connection) to what a handler said, and lays head and body down in an Output.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/pen.hpp"
#include "http/date.hpp"
#include "http/output.hpp"
#include "http/request_head.hpp"
#include "http/response.hpp"

namespace tined::http {

/// What of the request and its connection the answer's form depends on.
struct AnswerForm {
    Version version = Version::http_1_1;
    bool is_head = false;    ///< HEAD: the fields of GET, Content-Length included, without the body
    bool keep_alive = true;  ///< what Connection will say where it is due
};

/// One for each worker.
class ResponseWriter {
public:
    /// Bodies up to here are copied behind their head; larger ones are sent from where they are.
    static constexpr std::size_t most_copied = 16 * 1024;

    /// `server_header` is the value of Server; empty for none.
    explicit ResponseWriter(std::string_view server_header);

    /// Appends the whole answer to `output` and says of how many bytes it is; of a stream the head
    /// (http/stream_sender.hpp does the rest), with its framing: chunked, but for 1.0, whose
    /// connection must then not be kept. Status 1xx, 204, 205 and 304 have no body whatever the
    /// response holds: 205 says Content-Length: 0, the others say nothing about it (RFC 9110 §8.6,
    /// §15.3.6).
    std::uint64_t write(Response&& response, AnswerForm form,
                        std::chrono::system_clock::time_point now, Output& output);

private:
    void renew_date(std::chrono::sys_seconds now);
    void write_start(const Response& response, base::Pen& pen) const;

    DateCache dates_;
    std::chrono::sys_seconds second_ = std::chrono::sys_seconds::min();
    std::string server_line_;
    std::string date_line_;
    std::string common_start_;  // of most answers: 200 OK, Server and Date
};

}  // namespace tined::http
