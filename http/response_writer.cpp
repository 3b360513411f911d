#include "http/response_writer.hpp"

#include <utility>

#include "http/status.hpp"

namespace tined::http {

namespace {

// RFC 9112 §9.3: in 1.1 only the end of the connection is told, in 1.0 only its being kept.
std::string_view connection_line(AnswerForm form) noexcept {
    if (form.version == Version::http_1_1)
        return form.keep_alive ? std::string_view() : "Connection: close\r\n";
    return form.keep_alive ? std::string_view("Connection: keep-alive\r\n") : std::string_view();
}

// How the body ends.
void write_framing(const Response& response, Version version, bool has_body, base::Pen& pen) {
    if (has_body && response.is_streamed()) {
        // RFC 9112 §6.1: 1.0 knows no chunks; there the end of the connection is that of the body.
        if (version == Version::http_1_1) pen.literal("Transfer-Encoding: chunked\r\n");
    } else if (has_body || response.status() == 205) {
        pen.literal("Content-Length: ");
        pen.number(has_body ? response.body_size() : 0);
        pen.literal("\r\n");
    }
}

// Bytes of a head besides its fields, Server, Date and a reason of the answer's own.
constexpr std::size_t most_of_the_rest = 256;

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
    const bool has_body = !has_no_body(response.status());
    const std::size_t most = common_start_.size() + response.reason().size() +
                             response.fields().text().size() + most_of_the_rest;
    base::append_by_pen(most, output.text(), [&](base::Pen& pen) {
        write_start(response, pen);
        pen.text(response.fields().text());
        pen.text(connection_line(form));
        write_framing(response, form.version, has_body, pen);
        pen.literal("\r\n");
    });
    if (has_body && !form.is_head) std::visit(BodyWriter{output}, response.take_body());
    return output.pending() - before;
}

void ResponseWriter::renew_date(std::chrono::sys_seconds now) {
    second_ = now;
    date_line_.assign("Date: ").append(dates_.at(now)).append("\r\n");
    common_start_.assign("HTTP/1.1 200 OK\r\n").append(server_line_).append(date_line_);
}

// Status line, Server and Date.
void ResponseWriter::write_start(const Response& response, base::Pen& pen) const {
    const FieldBlock& fields = response.fields();
    const bool has_server = fields.has("Server");
    const bool has_date = fields.has("Date");
    if (response.status() == 200 && response.reason().empty() && !has_server && !has_date) {
        return pen.text(common_start_);
    }
    // Always 1.1, also to a client that speaks 1.0: a server tells its own version (RFC 9110 §6.2).
    pen.literal("HTTP/1.1 ");
    pen.number(static_cast<std::uint64_t>(response.status()));
    pen.literal(" ");
    pen.text(response.reason().empty() ? reason_phrase(response.status()) : response.reason());
    pen.literal("\r\n");
    if (!has_server) pen.text(server_line_);
    if (!has_date) pen.text(date_line_);
}

}  // namespace tined::http
