// The answer that a file is: all of it, a range, or word that the client has it already. For
// `static` and `file` alike.
#pragma once

#include <expected>
#include <span>
#include <string_view>

#include "handlers/failure.hpp"
#include "handlers/file_cache.hpp"
#include "http/content_coding.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// Sets status, body and the fields of the file: 200, 206 for one range or several, 304. A Failure
/// is 412, or 416 with its Content-Range. `file` need not outlive the call. Fields that `response`
/// has already stay, but for those of the same names.
///
/// A file that is compressible is sent in the coding of `codings` that the client likes best, which
/// http/compressor.hpp makes; its conditions are then about that variant, which has an ETag of its
/// own, a weak one. As it is, it is sent where `response` forbids another (CodingChoice::fixed,
/// `no-transform`) and to who asks_for_the_bytes().
std::expected<void, Failure> send_file(const ServedFile& file, const http::Request& request,
                                       http::Response& response,
                                       std::span<const http::ContentCoding> codings);

/// The same for a request that asks for the file and nothing else, as an answer to which the fields
/// `around`, which outlive the file, were given before. It was made when the first asked so, and is
/// good as long as the file. Null where the request has conditions, a Range or a query.
const http::Response* whole_answer(const ServedFile& file, const http::Request& request,
                                   const http::FieldBlock& around,
                                   std::span<const http::ContentCoding> codings);

/// The same for a file whose bytes are another's in some coding: `coded` is that file, of the other
/// one is the type. Its ETag is its own, a strong one.
std::expected<void, Failure> send_coded_file(const ServedFile& coded, std::string_view content_type,
                                             http::ContentCoding coding,
                                             const http::Request& request,
                                             http::Response& response);

/// The request has a Range or an If-Match: it is about the bytes of the file itself.
bool asks_for_the_bytes(const http::RequestHead& head) noexcept;

/// The client may be sent a coding of the file, as far as the response goes.
bool may_be_coded(const http::Response& response) noexcept;

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
