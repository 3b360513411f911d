#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/core.h>

#include "template/compiler.hpp"

namespace tined::templates {

void Compiler::compile_body(const ast::Body& body) {
    for (const ast::Statement& statement : body) {
        std::visit([&](const auto& form) { compile_statement(form, statement.place); },
                   statement.form);
    }
}

void Compiler::compile_statement(const ast::Text& text, Place place) {
    if (is_mute()) return;
    for (std::string_view rest = text.text; !rest.empty();) {
        const std::size_t size = std::min<std::size_t>(rest.size(), UINT16_MAX);
        emit(Op::text, place, static_cast<Index>(program_->letters.size()), 0, size);
        program_->letters += rest.substr(0, size);
        rest.remove_prefix(size);
    }
}

void Compiler::compile_statement(const ast::Print& print, Place place) {
    if (is_mute()) return;
    const auto* const call = std::get_if<ast::Call>(&print.value->form);
    if (call && (compile_super(*call, place, false) || compile_self(*call, place, false))) return;
    compile_expression(*print.value);
    emit(Op::print, place);
}

void Compiler::compile_statement(const ast::If& branching, Place place) {
    std::vector<Index> exits;
    Assigned met;
    bool is_first = true;
    const auto leave = [&](const Assigned& before) {
        if (is_first) met = assigned();
        meet(met, assigned());
        is_first = false;
        assume(before);
    };
    const Assigned before = assigned();
    ++branches_;
    for (const ast::Branch& branch : branching.branches) {
        compile_expression(*branch.condition);
        const Index otherwise = emit(Op::jump_if_false, branch.condition->place);
        compile_body(branch.body);
        leave(before);
        exits.push_back(emit(Op::jump, place));
        patch(otherwise);
    }
    compile_body(branching.otherwise);
    leave(before);
    assume(met);
    --branches_;
    for (const Index exit : exits) patch(exit);
}

void Compiler::compile_statement(const ast::Do& evaluation, Place place) {
    compile_expression(*evaluation.value);
    emit(Op::pop, place);
}

void Compiler::compile_statement(const ast::Set& set, Place) {
    compile_expression(*set.value);
    assign(set.target);
}

void Compiler::compile_captured(const ast::Body& body, Place place) {
    emit(Op::capture_begin, place);
    open_scope(body, place);
    // What is captured is heard, whoever it is captured for.
    const bool has_parent = std::exchange(has_parent_, false);
    around_.opened.push_back(Opened::capture);
    compile_body(body);
    around_.opened.pop_back();
    has_parent_ = has_parent_ || has_parent;
    close_scope();
    emit(Op::capture_end, place);
}

void Compiler::compile_filters(const ast::FilterChain& filters) {
    for (const auto& filter : filters) compile_expression(*filter);
}

void Compiler::compile_statement(const ast::SetBlock& set, Place place) {
    compile_captured(set.body, place);
    compile_filters(set.filters);
    assign(set.target);
}

void Compiler::compile_statement(const ast::FilterBlock& block, Place place) {
    if (is_mute()) return;
    compile_captured(block.body, place);
    compile_filters(block.filters);
    emit(Op::print, place);
}

// The values are those outside of the block: {% with a=1, b=a %} gives b what a was before.
void Compiler::compile_statement(const ast::With& with, Place place) {
    for (const auto& [target, value] : with.assignments) compile_expression(*value);
    function_->open();
    for (const auto& [target, value] : with.assignments | std::views::reverse) {
        assign_fresh(target);
    }
    declare_assigned(with.body, place);
    compile_body(with.body);
    close_scope();
}

void Compiler::compile_statement(const ast::Autoescape& escape, Place place) {
    compile_expression(*escape.enabled);
    emit(Op::escape_begin, place);
    around_.opened.push_back(Opened::escape);
    compile_body(escape.body);
    around_.opened.pop_back();
    emit(Op::escape_end, place);
}

void Compiler::compile_statement(const ast::Macro& macro, Place place) {
    // Its name is there first, so that it can call itself.
    if (!function_->is_outermost() && !function_->find_innermost(macro.signature.name)) {
        function_->declare(macro.signature.name, true);
    }
    if (Local* const own = function_->find_innermost(macro.signature.name)) own->is_set = true;
    emit(Op::make_macro, place, compile_macro(macro.signature, macro.body, place));
    assign_name(macro.signature.name, place);
}

void Compiler::compile_statement(const ast::CallBlock& block, Place place) {
    if (is_mute()) return;
    const auto& call = std::get<ast::Call>(block.call->form);
    compile_expression(*call.callee);
    CallSite site = compile_arguments(call.arguments);
    if (site.spread_list || site.spread_map) {
        fail(place, "a {% call %} takes no spread arguments");
    }
    site.named.emplace_back("caller");
    emit(Op::make_macro, place, compile_macro(block.caller, block.body, place));
    emit(Op::call, place, add_row(program_->calls, std::move(site)));
    emit(Op::print, place);
}

Compiler::Index Compiler::compile_macro(const ast::Signature& signature, const ast::Body& body,
                                        Place place) {
    FunctionScope scope(new_code(signature.name), function_);
    FunctionScope* const outer = std::exchange(function_, &scope);
    const bool in_block = std::exchange(in_block_, false);
    Surroundings around = std::exchange(around_, {});
    function_->open();
    declare_parameters(code(), signature, place);
    declare_assigned(body, place);
    for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
        const auto& otherwise = signature.parameters[i].otherwise;
        if (!otherwise) continue;
        const Index given = emit(Op::jump_unless_missing, place, 0, 0, i);
        compile_expression(*otherwise);
        emit(Op::store_local, place, static_cast<Index>(i));
        patch(given);
    }
    compile_body(body);
    for (const auto& [name, slot] : {std::pair{"caller", &Code::caller_slot},
                                     {"varargs", &Code::more_slot},
                                     {"kwargs", &Code::named_slot}}) {
        const Local* const local = function_->find_innermost(name);
        const bool is_parameter = local && local->slot < signature.parameters.size();
        if (local && local->is_used && !is_parameter) code().*slot = local->slot;
    }
    close_scope();
    finish_code();
    function_ = outer;
    in_block_ = in_block;
    around_ = std::move(around);
    return scope.code();
}

void Compiler::declare_parameters(Code& code, const ast::Signature& signature, Place place) {
    if (signature.parameters.size() > 60) fail(place, "a macro takes at most 60 parameters");
    for (const ast::Parameter& parameter : signature.parameters) {
        if (function_->find_innermost(parameter.name)) {
            fail(parameter.place, fmt::format("two parameters are \"{}\"", parameter.name));
        }
        if (parameter.name == "caller" && !parameter.otherwise) {
            fail(parameter.place, "the parameter \"caller\" needs a default, such as none");
        }
        code.parameters.push_back({parameter.name, parameter.otherwise != nullptr});
        function_->declare(parameter.name, true);
    }
    code.given_slot = function_->new_slot();
    for (const std::string_view name : {"caller", "varargs", "kwargs"}) {
        if (!function_->find_innermost(name)) function_->declare(name, true);
    }
}

}  // namespace tined::templates
