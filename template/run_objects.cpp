#include "template/run_objects.hpp"

namespace tined::templates {

using value::Value;

Value Module::member(std::string_view name) const {
    const Value* const found = names_.find(name);
    return found ? *found : Value();
}

Value Namespace::member(std::string_view name) const {
    const Value* const found = members_.find(name);
    return found ? *found : Value();
}

std::vector<std::pair<std::string, Value>> Namespace::members() const {
    std::vector<std::pair<std::string, Value>> all;
    for (const auto& [name, value] : members_) all.emplace_back(name.print(), value);
    return all;
}

void Namespace::set(std::string_view name, Value value) const {
    members_.set(Value(name), std::move(value));
}

Value LoopValue::member(std::string_view name) const {
    for (const auto& [known, value] : members_) {
        if (known == name) return value;
    }
    return {};
}

}  // namespace tined::templates
