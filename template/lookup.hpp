// What names and members come to, for the machine (run.hpp) and without it.
#pragma once

#include <optional>

#include "template/names.hpp"
#include "template/program.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// What Names gave for a name, or what stands in for it: a global, or an undefined that knows it.
value::Value given_or_global(value::Value given, const AskedName& name);
/// A member of a value that is not undefined; an undefined that knows its path if there is none.
value::Value member_of(const value::Value& value, const AskedMember& member);

/// Whether instructions do no more than look up a name and members of it, as in {{ params.id }}.
bool is_path(const std::vector<Instruction>& instructions);
/// What such an expression comes to. Most are like that, and to set a machine up for one would cost
/// four times as much. Nothing if something is wrong: the machine tells what, and where.
std::optional<value::Value> value_of_path(const Program& program, const Names& names);

}  // namespace tined::templates
