#include "http/response_writer.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "http/status.hpp"

namespace tined::http {

namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

// RFC 9112 §9.3: in 1.1 only the end of the connection is told, in 1.0 only its being kept.
std::string_view connection_line(AnswerForm form) noexcept {
    if (form.version == Version::http_1_1)
        return form.keep_alive ? std::string_view() : "Connection: close\r\n";
    return form.keep_alive ? std::string_view("Connection: keep-alive\r\n") : std::string_view();
}

struct BodyWriter {
    Output& output;

    void operator()(std::monostate) const noexcept {}
    void operator()(std::string&& bytes) const {
        if (bytes.size() <= ResponseWriter::most_copied) {
            output.text().append(bytes);
        } else {
            output.add(std::move(bytes));
        }
    }
    void operator()(SharedBody&& bytes) const {
        if (bytes && bytes->size() <= ResponseWriter::most_copied) {
            output.text().append(*bytes);
        } else {
            output.add(std::move(bytes));
        }
    }
    void operator()(FileBody&& piece) const { output.add(std::move(piece)); }
    void operator()(StreamBody&&) const noexcept {}  // its pieces come later, by themselves
    void operator()(PiecesBody&& pieces) const {
        for (auto& piece : pieces) std::visit(*this, std::move(piece));
    }
};

}  // namespace

ResponseWriter::ResponseWriter(std::string_view server_header) {
    if (server_header.empty()) return;
    server_line_.append("Server: ").append(server_header).append("\r\n");
}

std::uint64_t ResponseWriter::write(Response&& response, AnswerForm form,
                                    std::chrono::system_clock::time_point now, Output& output) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (second != second_) renew_date(second);

    const std::uint64_t before = output.pending();
    const FieldBlock& fields = response.fields();
    const int status = response.status();
    std::string& out = output.text();
    const bool is_common =
        status == 200 && response.reason().empty() && !fields.has("Date") && !fields.has("Server");
    if (is_common) {
        out.append(common_start_);
    } else {
        write_status_line(response, out);
        if (!fields.has("Server")) out.append(server_line_);
        if (!fields.has("Date")) out.append(date_line_);
    }
    out.append(fields.text());
    out.append(connection_line(form));
    const bool has_body = !has_no_body(status);
    if (has_body && response.is_streamed()) {
        // RFC 9112 §6.1: 1.0 knows no chunks; there the end of the connection is that of the body.
        if (form.version == Version::http_1_1) out.append("Transfer-Encoding: chunked\r\n");
    } else if (has_body || status == 205) {
        out.append("Content-Length: ");
        append_number(out, has_body ? response.body_size() : 0);
        out.append("\r\n");
    }
    out.append("\r\n");
    if (has_body && !form.is_head) std::visit(BodyWriter{output}, response.take_body());
    return output.pending() - before;
}

void ResponseWriter::renew_date(std::chrono::sys_seconds now) {
    second_ = now;
    date_line_.assign("Date: ").append(dates_.at(now)).append("\r\n");
    common_start_.assign("HTTP/1.1 200 OK\r\n").append(server_line_).append(date_line_);
}

// Always 1.1, also to a client that speaks 1.0: a server tells its own version (RFC 9110 §6.2).
void ResponseWriter::write_status_line(const Response& response, std::string& out) const {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::uint64_t>(response.status()));
    out.push_back(' ');
    out.append(response.reason().empty() ? reason_phrase(response.status()) : response.reason());
    out.append("\r\n");
}

}  // namespace tined::http
