#include "base/secret.hpp"

#include <string.h>  // explicit_bzero, which <cstring> does not promise

#include <algorithm>
#include <utility>

namespace tined::base {

void wipe(std::string& text) noexcept {
    ::explicit_bzero(text.data(), text.size());
    text.clear();
}

Secret::Secret(std::string_view text)
    : bytes_(text.empty() ? nullptr : std::make_unique<char[]>(text.size())), size_(text.size()) {
    std::ranges::copy(text, bytes_.get());
}

Secret::Secret(std::string&& text) : Secret(std::string_view(text)) { wipe(text); }

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    clear();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void Secret::clear() noexcept {
    if (bytes_) ::explicit_bzero(bytes_.get(), size_);
    bytes_.reset();
    size_ = 0;
}

}  // namespace tined::base
