#include "template/run_objects.hpp"

namespace tined::templates {

using value::Value;

namespace {

std::vector<std::pair<std::string, Value>> named_members(const value::Map& map) {
    std::vector<std::pair<std::string, Value>> all;
    for (const auto& [name, value] : map) all.emplace_back(name.print(), value);
    return all;
}

}  // namespace

Value Macro::member(std::string_view asked) const {
    if (asked == "name") return Value(name());
    if (asked == "caller") return code.caller_slot != no_slot;
    if (asked == "catch_varargs") return code.more_slot != no_slot;
    if (asked == "catch_kwargs") return code.named_slot != no_slot;
    if (asked != "arguments") return {};
    value::List names;
    for (const Parameter& parameter : code.parameters) names.push_back(Value(parameter.name));
    return Value::tuple(std::move(names));
}

const Macro* macro_of(const Value& value) {
    if (value.kind() != value::Kind::callable) return nullptr;
    return dynamic_cast<const Macro*>(&value.as_callable());
}

const BlockCall* block_call_of(const Value& value) {
    if (value.kind() != value::Kind::callable) return nullptr;
    return dynamic_cast<const BlockCall*>(&value.as_callable());
}

Value Module::member(std::string_view name) const {
    const Value* const found = names_.find(name);
    return found ? *found : Value();
}

Value Namespace::member(std::string_view name) const {
    const Value* const found = members_.find(name);
    return found ? *found : Value();
}

std::vector<std::pair<std::string, Value>> Namespace::members() const {
    return named_members(members_);
}

void Namespace::set(std::string_view name, Value value) const {
    members_.set(Value(name), std::move(value));
}

Value Cycler::member(std::string_view name) const {
    return name == "current" ? items_[turn_] : Value();
}

std::vector<std::pair<std::string, Value>> Cycler::members() const {
    return {{"current", items_[turn_]}};
}

Value Cycler::next() const {
    Value present = items_[turn_];
    turn_ = (turn_ + 1) % items_.size();
    return present;
}

const LoopValue* loop_of(const Value& value) {
    if (value.kind() != value::Kind::object) return nullptr;
    return dynamic_cast<const LoopValue*>(&value.as_object());
}

Value LoopValue::member(std::string_view name) const {
    const Value* const found = members_.find(name);
    return found ? *found : Value();
}

std::vector<std::pair<std::string, Value>> LoopValue::members() const {
    return named_members(members_);
}

}  // namespace tined::templates
