#include "http/field_block.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {

namespace {

constexpr std::size_t usual_size = 256;

}  // namespace

bool is_framing_field(std::string_view name) noexcept {
    return base::equals_ignoring_case(name, "content-length") ||
           base::equals_ignoring_case(name, "transfer-encoding") ||
           base::equals_ignoring_case(name, "connection") ||
           base::equals_ignoring_case(name, "keep-alive");
}

void FieldBlock::add(std::string_view name, std::string_view value) {
    if (!base::is_token(name) || is_framing_field(name))
        throw std::invalid_argument("not a field that an answer can set: " + std::string(name));
    if (!is_field_value(value))
        throw std::invalid_argument("not a value of a field: " + std::string(name));
    text_.reserve(text_.size() + name.size() + value.size() + 4);
    text_.append(name).append(": ").append(value).append("\r\n");
    names_.add(name);
}

void FieldBlock::set(const FieldBlock& others) {
    if (names_.may_share_one(others.names_)) {
        for (const Field field : others) remove(field.name);
    }
    // What most answers have fits in there: else it would grow, and be copied, with each.
    if (text_.empty()) text_.reserve(std::max(others.text_.size(), usual_size));
    text_.append(others.text_);
    names_.add(others.names_);
}

void FieldBlock::remove(std::string_view name) {
    if (!names_.may_have(name)) return;
    std::string kept;
    FieldNames names;
    for (const Field field : *this) {
        if (base::equals_ignoring_case(field.name, name)) continue;
        kept.append(field.name).append(": ").append(field.value).append("\r\n");
        names.add(field.name);
    }
    text_ = std::move(kept);
    names_ = names;
}

std::optional<std::string_view> FieldBlock::search(std::string_view name) const noexcept {
    for (const Field field : *this) {
        if (base::equals_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

Field FieldBlock::Iterator::operator*() const noexcept {
    // A name is a token and a value has no CR: neither search can stop too early.
    const std::size_t colon = rest_.find(':');
    const std::size_t end = rest_.find('\r', colon);
    return {rest_.substr(0, colon), rest_.substr(colon + 2, end - colon - 2)};
}

FieldBlock::Iterator& FieldBlock::Iterator::operator++() noexcept {
    rest_.remove_prefix(rest_.find('\r') + 2);
    return *this;
}

FieldBlock::Iterator FieldBlock::Iterator::operator++(int) noexcept {
    Iterator before = *this;
    ++*this;
    return before;
}

}  // namespace tined::http
