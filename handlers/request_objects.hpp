// The names `request` and `signed` as expressions see them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request.hpp"
#include "value/value.hpp"

namespace tined::handlers {

class Exchange;

/// `request`: its members are those of handlers/names.cpp.
class RequestObject final : public value::Object {
public:
    explicit RequestObject(const Exchange& exchange) noexcept : exchange_(exchange) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;

private:
    const Exchange& exchange_;
};

/// `signed`: the cookies whose signature holds and that are not too old; no others. A page that
/// asks whether one is there, and then for it, has it verified once: most of its cost is that.
class SignedObject final : public value::Object {
public:
    explicit SignedObject(const Exchange& exchange) noexcept : exchange_(exchange) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;

private:
    const Exchange& exchange_;
    mutable std::vector<std::pair<std::string, value::Value>> asked_;
};

/// The request's id; empty for a head that was refused before it got one.
std::string_view id_of(const http::Request& request) noexcept;

/// Seconds since 1970 with their fraction, as `request.time` and `now()` give them.
double seconds_since_epoch(std::chrono::system_clock::time_point time) noexcept;

}  // namespace tined::handlers
