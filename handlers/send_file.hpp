// The answer that a file is: all of it, a range, or word that the client has it already. For
// `static` and `file` alike.
#pragma once

#include <expected>
#include <string_view>

#include "handlers/failure.hpp"
#include "handlers/file_cache.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// Sets status, body and the fields of the file: 200, 206 for one range (several are answered with
/// all of it), 304. A Failure is 412, or 416 with its Content-Range. `file` need not outlive the
/// call. Fields that `response` has already stay, but for those of the same names.
std::expected<void, Failure> send_file(const ServedFile& file, const http::Request& request,
                                       http::Response& response);

/// All of it, whatever the request's conditions say, with no word of its versions: for a file that
/// is shown under another status, such as an error page.
void send_whole_file(const ServedFile& file, http::Response& response);

/// What a client asked for by `?v=`, or empty.
std::string_view asked_version(std::string_view query) noexcept;

/// The URL that was asked for names the content, so its answer may be kept for good.
void keep_for_good(http::Response& response);

/// The Failure of a file that cannot be served: 404 or 503, with what the log should know.
Failure failure_of(const FileError& error);

}  // namespace tined::handlers
