#include "base/system_error.hpp"

#include <cerrno>
#include <system_error>

namespace tined::base {

SystemError SystemError::from_errno(std::string_view about, std::string_view object) {
    const int code = errno;
    std::string text(about);
    if (!object.empty()) text.append(" ").append(object);
    return {code, std::move(text)};
}

std::string SystemError::what() const {
    return about_ + ": " + std::system_category().message(code_);
}

}  // namespace tined::base
