#include "template/parameters.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "template/operators.hpp"

namespace tined::templates {

using value::Value;

Parameters::Parameters(const value::Arguments& arguments,
                       std::initializer_list<std::string_view> names)
    : names_(names), given_(names.size(), nullptr) {
    if (!arguments.positional.empty()) input_ = arguments.positional[0];
    for (std::size_t i = 1; i < arguments.positional.size(); ++i) {
        if (i > names_.size()) {
            fail(fmt::format("takes at most {} arguments", names_.size()));
            break;
        }
        give(i - 1, arguments.positional[i]);
    }
    for (const auto& [name, value] : arguments.named) {
        const auto known = std::ranges::find(names_, name);
        if (known == names_.end()) {
            fail(fmt::format("has no parameter \"{}\"", name));
        } else {
            give(static_cast<std::size_t>(known - names_.begin()), value);
        }
    }
}

void Parameters::give(std::size_t number, const Value& value) {
    if (given_[number]) fail(fmt::format("is given \"{}\" twice", names_[number]));
    given_[number] = &value;
}

void Parameters::fail(std::string message) {
    if (!error_) error_ = std::move(message);
}

void Parameters::require(std::size_t number) {
    if (!given_[number]) fail(fmt::format("needs \"{}\"", names_[number]));
}

Value Parameters::value(std::size_t number, Value otherwise) const {
    return given_[number] ? *given_[number] : std::move(otherwise);
}

std::int64_t Parameters::integer(std::size_t number, std::int64_t otherwise) {
    const Value* const given = given_[number];
    if (!given || given->is_null()) return otherwise;
    if (given->kind() == value::Kind::integer || given->kind() == value::Kind::boolean) {
        return given->as_integer();
    }
    fail(fmt::format("\"{}\" is an integer, not {}", names_[number], kind_with_article(*given)));
    return otherwise;
}

bool Parameters::truth(std::size_t number, bool otherwise) const {
    return given_[number] ? given_[number]->truth() : otherwise;
}

std::string_view Parameters::text(std::size_t number, std::string_view otherwise) {
    const Value* const given = given_[number];
    if (!given || given->is_null()) return otherwise;
    if (given->is_text()) return given->as_text();
    fail(fmt::format("\"{}\" is text, not {}", names_[number], kind_with_article(*given)));
    return otherwise;
}

}  // namespace tined::templates
