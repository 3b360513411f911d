#include "handlers/value_template.hpp"

#include <algorithm>

#include "config/typed.hpp"
#include "handlers/part.hpp"
#include "value/compact.hpp"
#include "value/json.hpp"

namespace tined::handlers {

using value::Value;

std::optional<ValueTemplate> ValueTemplate::read(const config::Reader& value, StepContext& context,
                                                 Needs& needs) {
    auto made = read_any(value, context, needs);
    if (made) made->constant_ = value::compacted(made->constant_);
    return made;
}

std::optional<ValueTemplate> ValueTemplate::read_any(const config::Reader& value,
                                                     StepContext& context, Needs& needs) {
    ValueTemplate made;
    switch (value.node().kind) {
        case config::NodeKind::null:
            made.constant_ = nullptr;
            return made;
        case config::NodeKind::sequence:
            return read_list(value, context, needs);
        case config::NodeKind::mapping:
            return read_map(value, context, needs);
        case config::NodeKind::scalar:
            break;
    }
    auto text = compile_text(value, context, templates::no_escaping(), needs);
    if (!text) return std::nullopt;
    if (text->is_constant()) {
        made.constant_ = config::scalar_value(value.node());
        // A comment {# #} is not part of it.
        if (made.constant_.is_text()) made.constant_ = Value(text->leading_text());
    } else {
        made.kind_ = Kind::text;
        made.text_ = std::move(*text);
    }
    return made;
}

std::optional<ValueTemplate> ValueTemplate::read_list(const config::Reader& value,
                                                      StepContext& context, Needs& needs) {
    ValueTemplate made;
    made.kind_ = Kind::list;
    bool right = true;
    for (const auto& item : value.items()) {
        auto child = read_any(item, context, needs);
        right = right && child;
        if (child) made.children_.emplace_back(std::string(), std::move(*child));
    }
    if (!right) return std::nullopt;
    made.fold();
    return made;
}

std::optional<ValueTemplate> ValueTemplate::read_map(const config::Reader& value,
                                                     StepContext& context, Needs& needs) {
    ValueTemplate made;
    made.kind_ = Kind::map;
    bool right = true;
    for (const auto& entry : value.node().entries) {
        const config::Reader member(entry.value, config::member_path(value.path(), entry.key),
                                    value.problems());
        auto child = read_any(member, context, needs);
        right = right && child;
        if (child) made.children_.emplace_back(entry.key, std::move(*child));
    }
    if (!right) return std::nullopt;
    made.fold();
    return made;
}

/// A list or mapping of constants is one.
void ValueTemplate::fold() {
    const auto is_constant = [](const auto& child) { return child.second.is_constant(); };
    if (!std::ranges::all_of(children_, is_constant)) return;
    if (kind_ == Kind::list) {
        value::List list;
        for (auto& [key, child] : children_) list.push_back(std::move(child.constant_));
        constant_ = std::move(list);
    } else {
        value::Map map;
        for (auto& [key, child] : children_) map.set(Value(key), std::move(child.constant_));
        constant_ = std::move(map);
    }
    kind_ = Kind::constant;
    children_.clear();
}

std::expected<Value, Failure> ValueTemplate::evaluate(const templates::Names& names) const {
    switch (kind_) {
        case Kind::constant:
            return constant_;
        case Kind::text: {
            auto value = text_->evaluate(names);
            if (!value) return std::unexpected(failure_of(value.error()));
            return std::move(*value);
        }
        case Kind::list: {
            value::List list;
            for (const auto& [key, child] : children_) {
                auto item = child.evaluate(names);
                if (!item) return item;
                list.push_back(std::move(*item));
            }
            return Value(std::move(list));
        }
        case Kind::map: {
            value::Map map;
            for (const auto& [key, child] : children_) {
                auto member = child.evaluate(names);
                if (!member) return member;
                map.set(Value::borrowed(key), std::move(*member));
            }
            return Value(std::move(map));
        }
    }
    return Value();
}

std::vector<ValueTemplate::JsonPiece> ValueTemplate::json_pieces() const {
    std::vector<JsonPiece> pieces(1);
    add_json_to(pieces);
    return pieces;
}

void ValueTemplate::add_json_to(std::vector<JsonPiece>& pieces) const {
    switch (kind_) {
        case Kind::constant:
            value::write_json(constant_, pieces.back().text);
            return;
        case Kind::text:
            pieces.back().expression = &*text_;
            pieces.emplace_back();
            return;
        case Kind::list:
        case Kind::map:
            break;
    }
    const bool is_map = kind_ == Kind::map;
    std::string_view before = is_map ? "{" : "[";
    for (const auto& [key, child] : children_) {
        pieces.back().text += before;
        if (is_map) {
            value::write_json(Value::borrowed(key), pieces.back().text);
            pieces.back().text += ':';
        }
        child.add_json_to(pieces);
        before = ",";
    }
    pieces.back().text += is_map ? '}' : ']';
}

}  // namespace tined::handlers
