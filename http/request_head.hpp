// One request's head, recognised: what http/request_parser.hpp makes of the received bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/fields.hpp"
#include "http/method.hpp"

namespace tined::http {

enum class Version : std::uint8_t { http_1_0, http_1_1 };

/// How the body ends (RFC 9112 §6.3).
enum class Framing : std::uint8_t { none, length, chunked };

/// Views point into the received bytes.
struct RequestHead {
    Method method = Method::get;
    std::string_view method_text;
    std::string_view target;     ///< as sent
    std::string_view authority;  ///< the absolute target's, else Host's, else empty (1.0)
    /// As sent, without the query; "/" where an absolute target has none; "*" for OPTIONS *.
    std::string_view raw_path;
    std::string_view query;  ///< as sent, without the '?'
    Version version = Version::http_1_1;
    Fields fields;
    Framing framing = Framing::none;
    std::uint64_t content_length = 0;  ///< where framing is length
    bool keep_alive = true;            ///< what version and Connection ask for
    bool expects_continue = false;
    std::size_t size = 0;  ///< bytes of the whole head
};

/// "GET /a": the request line without query and version, as it was received. Only of a head that
/// the parser has made whole: there method and target stand behind one another, with a space
/// between.
inline std::string_view line_without_query(const RequestHead& head) noexcept {
    const char* const begin = head.method_text.data();
    const char* const end = head.query.empty() ? head.target.data() + head.target.size()
                                               : head.query.data() - 1;  // the '?'
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace tined::http
