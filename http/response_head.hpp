// One answer's head, recognised: what http/response_parser.hpp makes of the received bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/fields.hpp"
#include "http/request_head.hpp"
#include "http/response_framing.hpp"

namespace tined::http {

/// Views point into the received bytes.
struct ResponseHead {
    int status = 0;           ///< 100 to 999; RFC 9110 §15: what is past 599 counts as a 5xx
    std::string_view reason;  ///< as sent; it means nothing
    Version version = Version::http_1_1;
    Fields fields;
    ResponseFraming framing = ResponseFraming::none;
    std::uint64_t content_length = 0;  ///< where framing is length
    bool keep_alive = false;           ///< the connection can be used again after the body
    std::size_t size = 0;              ///< bytes of the whole head
};

/// Those before the answer: 100 Continue, 103 Early Hints.
constexpr bool is_interim(int status) noexcept { return status >= 100 && status <= 199; }

}  // namespace tined::http
