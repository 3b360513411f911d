#include "app/http_error.hpp"

#include <algorithm>
#include <stdexcept>

#include "http/status.hpp"

namespace tined::app {

HttpError::HttpError(int status, std::string reason) : status_(status), reason_(std::move(reason)) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    std::ranges::replace_if(reason_, is_control, ' ');
    what_ = std::to_string(status);
    if (status < 400 || status > 599) throw std::invalid_argument("not an error: " + what_);
    what_ += ' ';
    what_ += reason_.empty() ? http::reason_phrase(status) : std::string_view(reason_);
}

HttpError&& HttpError::with_header(std::string name, std::string value) && {
    headers_.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
}

HttpError&& HttpError::with_fields(value::Value fields) && {
    fields_ = std::move(fields);
    return std::move(*this);
}

}  // namespace tined::app
