#include "template/lookup.hpp"

#include <algorithm>
#include <utility>

#include "template/run_objects.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Value;

Value given_or_global(Value given, const AskedName& name) {
    if (!given.is_undefined()) return given;
    return name.global.is_undefined() ? name.missing : name.global;
}

Value member_of(const Value& value, const AskedMember& member) {
    Value found;
    if (value.kind() == value::Kind::map) {
        if (const Value* const it = value.as_map().find(member.name, member.guess)) found = *it;
    } else {
        const auto* const macro = macro_of(value);
        found = macro ? macro->member(member.name) : member_of(value, member.name);
    }
    return found.is_undefined() ? member.missing : found;
}

bool is_path(const std::vector<Instruction>& instructions) {
    if (instructions.empty() || instructions.front().op != Op::load_name) return false;
    return std::all_of(instructions.begin() + 1, instructions.end(),
                       [](const Instruction& step) { return step.op == Op::member; });
}

std::optional<Value> value_of_path(const Program& program, const Names& names) {
    Value value;
    for (const Instruction& step : program.codes.front().instructions) {
        if (step.op == Op::load_name) {
            const AskedName& name = program.names[step.operand];
            value = given_or_global(names.value_of(name.slot), name);
        } else {
            if (value.is_undefined()) return std::nullopt;
            value = member_of(value, program.members[step.operand]);
        }
    }
    return value;
}

}  // namespace tined::templates
