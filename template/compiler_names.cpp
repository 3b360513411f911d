// Names: which are variables, which are asked of the context, and what is known to be set where.
#include <algorithm>

#include "template/compiler.hpp"

namespace tined::templates {

void Compiler::load(std::string_view name, Place place, const Asked& asked) {
    Local* const local = function_->find(name);
    // The template's own, whatever it is given under this name.
    if (!local && name == "self") {
        emit(Op::self_value, place);
        return;
    }
    if (!local) {
        const Instruction ask = context_load(name, place, asked);
        emit(ask.op, place, ask.operand);
        return;
    }
    local->is_used = true;
    if (!local->is_set && !local->needs_initial) {
        local->needs_initial = true;
        local->first_read = place;
    }
    emit(Op::load_local, place, local->slot);
}

// Asks the context for a name, and notes that the template asks for it.
Instruction Compiler::context_load(std::string_view name, Place place, const Asked& asked) {
    const Slot slot = environment_.symbols().slot_of(name);
    const bool in_body = function_->code() == 0;
    if (!is_known(name) && !(in_body && surely_exported_.contains(name))) {
        program_->own_free_names.push_back(
            {std::string(name), asked.members, program_->origin.file, place, asked.optional});
        free_in_body_.push_back(in_body);
    }
    const auto known = std::ranges::find(program_->names, slot, &AskedName::slot);
    auto index = static_cast<Index>(known - program_->names.begin());
    if (known == program_->names.end()) {
        index = add_row(program_->names,
                        AskedName{slot, value::Value::undefined(name), environment_.global(name)});
    }
    return {.op = Op::load_name, .operand = index};
}

bool Compiler::is_known(std::string_view name) const {
    return std::ranges::find(known_, name) != known_.end() ||
           !environment_.global(name).is_undefined();
}

// Takes the value on the stack.
void Compiler::assign(const ast::Target& target) {
    if (!target.parts.empty()) {
        emit(Op::unpack, target.place, static_cast<Index>(target.parts.size()));
        for (const ast::Target& part : target.parts) assign(part);
    } else if (!target.member.empty()) {
        load(target.name, target.place);
        emit(Op::set_member, target.place,
             member_index(target.member, target.name + "." + target.member));
    } else {
        assign_name(target.name, target.place);
    }
}

// The same for variables that begin here, whatever their names mean further out.
void Compiler::assign_fresh(const ast::Target& target) {
    if (!target.member.empty()) {
        fail(target.place, "a namespace's member can't be assigned here");
    }
    if (target.parts.empty()) {
        assign_name(target.name, target.place, true);
        return;
    }
    emit(Op::unpack, target.place, static_cast<Index>(target.parts.size()));
    for (const ast::Target& part : target.parts) assign_fresh(part);
}

void Compiler::assign_name(std::string_view name, Place place, bool fresh) {
    if (function_->is_outermost()) {
        const Instruction ask = [&] {
            surely_exported_.emplace(name);  // so that it is not noted as asked for
            return context_load(name, place, {});
        }();
        emit(Op::export_name, place, ask.operand);
        if (std::ranges::count(program_->exported, name) == 0) {
            program_->exported.emplace_back(name);
        }
        return;
    }
    Local* local = function_->find_innermost(name);
    if (!local) local = &function_->declare(name, fresh);
    local->is_set = true;
    emit(Op::store_local, place, local->slot);
}

void Compiler::open_scope(const ast::Body& body, Place place) {
    function_->open();
    declare_assigned(body, place);
}

// A variable that is set in a scope is that scope's from its beginning on, and begins as what its
// name means further out, if anybody looks: two instructions are kept free for that.
void Compiler::declare_assigned(const ast::Body& body, Place place) {
    for (const std::string& name : assigned_names(body)) {
        if (function_->find_innermost(name)) continue;
        function_->declare(name, false).initial_at = here();
        emit(Op::no_operation, place);
        emit(Op::no_operation, place);
    }
}

void Compiler::declare_loop(Place place) {
    Local& local = function_->declare("loop", true);
    local.loop = function_->open_loops;
    local.initial_at = here();
    emit(Op::no_operation, place);
    emit(Op::no_operation, place);
}

void Compiler::close_scope() {
    for (const Local& local : function_->close()) {
        Instruction initial{.op = Op::no_operation};
        if (local.loop > 0 && local.is_used) {
            const int site = around_.recursive_loops[static_cast<std::size_t>(local.loop - 1)];
            initial = {.op = Op::loop_value, .operand = static_cast<Index>(site + 1)};
        } else if (local.needs_initial) {
            Local* const outer = function_->find(local.name);
            if (outer) {
                outer->is_used = true;
                if (!outer->is_set) outer->needs_initial = true;
                initial = {.op = Op::load_local, .operand = outer->slot};
            } else {
                initial = context_load(local.name, local.first_read, {});
            }
        } else {
            continue;
        }
        code().instructions[local.initial_at] = initial;
        code().instructions[local.initial_at + 1] = {.op = Op::store_local, .operand = local.slot};
    }
}

// Puts all variables that can be seen on the stack, for another template or a scoped block.
std::vector<Slot> Compiler::load_visible(Place place) {
    std::vector<Slot> slots;
    for (Local* const local : function_->visible()) {
        local->is_used = true;
        if (!local->is_set) local->needs_initial = true;
        slots.push_back(environment_.symbols().slot_of(local->name));
        emit(Op::load_local, place, local->slot);
    }
    return slots;
}

void Compiler::assume(const Assigned& assigned) {
    function_->assume(assigned.locals);
    surely_exported_ = assigned.exported;
}

void Compiler::meet(Assigned& both, const Assigned& other) {
    for (std::size_t i = 0; i < both.locals.size(); ++i) {
        both.locals[i] = both.locals[i] && other.locals[i];
    }
    std::erase_if(both.exported, [&](const auto& name) { return !other.exported.contains(name); });
}

}  // namespace tined::templates
