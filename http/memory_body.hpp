// A body that is there already: of requests that no connection carries (`tined check`, tests).
#pragma once

#include <string>
#include <utility>

#include "http/body.hpp"

namespace tined::http {

/// Keeps to the contract of http/body.hpp, the limit included.
class MemoryBody final : public Body {
public:
    MemoryBody() = default;
    explicit MemoryBody(std::string bytes) noexcept : bytes_(std::move(bytes)) {}

    void set_limit(std::uint64_t bytes) noexcept override { limit_ = bytes; }

    event::Task<std::expected<std::string_view, BodyError>> read() override {
        if (bytes_.size() > limit_) co_return std::unexpected(BodyError::too_large);
        co_return is_read_ || std::exchange(is_read_, true) ? std::string_view() : bytes_;
    }
    event::Task<std::expected<std::string_view, BodyError>> collect() override {
        if (bytes_.size() > limit_) co_return std::unexpected(BodyError::too_large);
        is_collected_ = true;
        co_return std::string_view(bytes_);
    }
    bool is_collected() const noexcept override { return is_collected_ || is_empty(); }
    std::string_view collected() const noexcept override { return bytes_; }
    bool is_empty() const noexcept override { return bytes_.empty(); }

private:
    std::string bytes_;
    std::uint64_t limit_ = UINT64_MAX;
    bool is_read_ = false;
    bool is_collected_ = false;
};

}  // namespace tined::http
