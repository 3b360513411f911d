#include "http/response.hpp"

#include <stdexcept>

#include "http/field_syntax.hpp"

namespace tined::http {

namespace {

struct SizeOf {
    std::uint64_t operator()(std::monostate) const noexcept { return 0; }
    std::uint64_t operator()(const std::string& bytes) const noexcept { return bytes.size(); }
    std::uint64_t operator()(const SharedBody& bytes) const noexcept {
        return bytes ? bytes->size() : 0;
    }
    std::uint64_t operator()(const StreamBody&) const noexcept { return 0; }
    std::uint64_t operator()(const FileBody& piece) const noexcept { return piece.length; }
    std::uint64_t operator()(const PiecesBody& pieces) const noexcept {
        std::uint64_t size = 0;
        for (const auto& piece : pieces) size += std::visit(*this, piece);
        return size;
    }
};

}  // namespace

void Response::set_reason(std::string reason) {
    if (!is_field_value(reason)) throw std::invalid_argument("not a reason phrase");
    reason_ = reason.empty() ? nullptr : std::make_shared<const std::string>(std::move(reason));
}

void Response::add(std::string_view name, std::string_view value) { own_fields().add(name, value); }

void Response::set(std::string_view name, std::string_view value) {
    FieldBlock& fields = own_fields();
    fields.remove(name);
    fields.add(name, value);
}

void Response::remove(std::string_view name) {
    if (has(name)) own_fields().remove(name);
}

std::uint64_t Response::body_size() const noexcept { return std::visit(SizeOf{}, body_); }

void Response::share() {
    if (!shared_fields_) {
        shared_fields_ = std::make_shared<const FieldBlock>(std::move(fields_));
        fields_ = {};
    }
    if (auto* bytes = std::get_if<std::string>(&body_))
        body_ = std::make_shared<const std::string>(std::move(*bytes));
}

FieldBlock& Response::own_fields() {
    if (shared_fields_) {
        fields_ = *shared_fields_;
        shared_fields_.reset();
    }
    return fields_;
}

}  // namespace tined::http
