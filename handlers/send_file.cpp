#include "handlers/send_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "http/conditional.hpp"
#include "http/range.hpp"

namespace tined::handlers {
namespace {

Failure failure_with(int status) {
    Failure failure;
    failure.status = status;
    return failure;
}

void set_validators(const ServedFile& file, http::Response& response) {
    response.set("ETag", file.etag);
    response.set("Last-Modified", file.last_modified);
}

void set_piece(const ServedFile& file, http::ByteRange piece, http::Response& response) {
    if (file.bytes == nullptr) {
        response.set_body(http::FileBody{file.descriptor, piece.first, piece.length});
    } else if (piece.length == file.bytes->size()) {
        response.set_body(file.bytes);
    } else {
        response.set_body(file.bytes->substr(piece.first, piece.length));
    }
}

http::RangeSelection selection(const ServedFile& file, const http::Request& request,
                               const http::Validators& validators, std::chrono::sys_seconds now) {
    const http::RequestHead& head = request.head();
    const auto range = head.fields.find("Range");
    // RFC 9110 §14.2: for other methods than GET there is no Range.
    if (!range || head.method != http::Method::get) return {};
    if (!http::may_send_range(head.fields, validators, now)) return {};
    return http::select_range(*range, file.size);
}

}  // namespace

std::expected<void, Failure> send_file(const ServedFile& file, const http::Request& request,
                                       http::Response& response) {
    const auto now = std::chrono::floor<std::chrono::seconds>(request.received());
    const http::Validators validators{.etag = file.etag, .last_modified = file.modified};
    const http::RequestHead& head = request.head();
    switch (http::evaluate_conditions(head.method, head.fields, validators, now)) {
        case http::Verdict::precondition_failed:
            return std::unexpected(failure_with(412));
        case http::Verdict::not_modified:
            response.set_status(304);
            set_validators(file, response);
            return {};
        case http::Verdict::proceed:
            break;
    }
    const http::RangeSelection selected = selection(file, request, validators, now);
    if (selected.kind == http::RangeKind::unsatisfiable) {
        Failure failure = failure_with(416);
        failure.headers = {{"Accept-Ranges", "bytes"},
                           {"Content-Range", fmt::format("bytes */{}", file.size)}};
        return std::unexpected(std::move(failure));
    }
    send_whole_file(file, response);
    set_validators(file, response);
    response.set("Accept-Ranges", "bytes");
    if (selected.kind == http::RangeKind::single) {
        const http::ByteRange piece = selected.ranges.front();
        response.set_status(206);
        response.set("Content-Range", fmt::format("bytes {}-{}/{}", piece.first,
                                                  piece.first + piece.length - 1, file.size));
        set_piece(file, piece, response);
    }
    return {};
}

void send_whole_file(const ServedFile& file, http::Response& response) {
    response.set_status(200);
    response.set("Content-Type", file.content_type);
    set_piece(file, {.first = 0, .length = file.size}, response);
}

std::string_view asked_version(std::string_view query) noexcept {
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        if (pair.starts_with("v=")) return pair.substr(2);
        if (end == std::string_view::npos) break;
        query.remove_prefix(end + 1);
    }
    return {};
}

void keep_for_good(http::Response& response) {
    response.set("Cache-Control", "public, max-age=31536000, immutable");
}

Failure failure_of(const FileError& error) {
    Failure failure = failure_with(error.kind == FileError::Kind::unavailable ? 503 : 404);
    failure.detail = error.detail;
    return failure;
}

}  // namespace tined::handlers
