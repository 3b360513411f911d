#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "base/nearest.hpp"
#include "template/builtins.hpp"
#include "template/compiler.hpp"

namespace tined::templates {
namespace {

// How errors call what an expression gives: "user.name", or only the last member's name.
std::string path_of(const ast::Expression& of, std::string_view member) {
    if (const auto* name = std::get_if<ast::Name>(&of.form)) {
        return fmt::format("{}.{}", name->name, member);
    }
    if (const auto* outer = std::get_if<ast::Member>(&of.form)) {
        return fmt::format("{}.{}", path_of(*outer->of, outer->name), member);
    }
    return std::string(member);
}

bool is_literal(const ast::ExpressionPtr& expression) {
    return std::holds_alternative<ast::Literal>(expression->form);
}

template <typename Enum>
std::uint8_t flag_of(Enum value) {
    return static_cast<std::uint8_t>(value);
}

}  // namespace

void Compiler::compile_expression(const ast::Expression& expression, const Asked& asked) {
    std::visit([&](const auto& form) { compile_form(form, expression.place, asked); },
               expression.form);
}

Asked Compiler::asked_of(std::string_view member, const Asked& asked) const {
    Asked inner{{std::string(member)}, asked.optional};
    inner.members.insert(inner.members.end(), asked.members.begin(), asked.members.end());
    return inner;
}

void Compiler::compile_form(const ast::Literal& literal, Place place, const Asked&) {
    emit(Op::constant, place, constant(literal.value));
}

void Compiler::compile_form(const ast::Name& name, Place place, const Asked& asked) {
    load(name.name, place, asked);
}

void Compiler::compile_form(const ast::Member& member, Place place, const Asked& asked) {
    if (compile_loop_field(member, place)) return;
    compile_expression(*member.of, asked_of(member.name, asked));
    emit(Op::member, place, member_index(member.name, path_of(*member.of, member.name)));
}

void Compiler::compile_form(const ast::Item& item, Place place, const Asked& asked) {
    const auto* const key = std::get_if<ast::Literal>(&item.key->form);
    Asked inner{{}, asked.optional};
    if (key && key->value.is_text()) inner = asked_of(key->value.as_text(), asked);
    compile_expression(*item.of, inner);
    compile_expression(*item.key);
    emit(Op::item, place);
}

void Compiler::compile_form(const ast::Slice& slice, Place place, const Asked&) {
    compile_expression(*slice.of);
    for (const auto* part : {&slice.from, &slice.to, &slice.step}) {
        if (*part) {
            compile_expression(**part);
        } else {
            emit(Op::constant, place, constant(nullptr));
        }
    }
    emit(Op::slice, place);
}

void Compiler::compile_form(const ast::Call& call, Place place, const Asked&) {
    if (compile_special_call(call, place, true)) return;
    if (const auto* const member = std::get_if<ast::Member>(&call.callee->form)) {
        compile_expression(*member->of, asked_of(member->name, {}));
        CallSite site = compile_arguments(call.arguments);
        site.name = member->name;
        emit(Op::call_member, call.callee->place, add_row(program_->calls, std::move(site)));
        return;
    }
    compile_expression(*call.callee);
    CallSite site = compile_arguments(call.arguments);
    emit(Op::call, call.callee->place, add_row(program_->calls, std::move(site)));
}

CallSite Compiler::compile_arguments(const ast::Arguments& arguments) {
    CallSite site;
    site.positional = static_cast<Index>(arguments.positional.size());
    for (const auto& argument : arguments.positional) compile_expression(*argument);
    for (const auto& [name, value] : arguments.named) {
        if (std::ranges::count(site.named, name) > 0) {
            fail(value->place, fmt::format("the argument \"{}\" is given twice", name));
        }
        site.named.push_back(name);
        compile_expression(*value);
    }
    site.spread_list = arguments.spread_list != nullptr;
    if (arguments.spread_list) compile_expression(*arguments.spread_list);
    site.spread_map = arguments.spread_map != nullptr;
    if (arguments.spread_map) compile_expression(*arguments.spread_map);
    return site;
}

// An input that is null stands on the stack already.
void Compiler::compile_form(const ast::Filter& filter, Place place, const Asked&) {
    const bool optional = filter.name == "default" || filter.name == "d";
    if (filter.input) compile_expression(*filter.input, {{}, optional});
    CallSite site = compile_arguments(filter.arguments);
    site.name = filter.name;
    site.function = environment_.builtins().filter(filter.name);
    if (!site.function) {
        fail(place, environment_.builtins().unknown_filter(filter.name));
    }
    emit(Op::filter, place, add_row(program_->calls, std::move(site)));
}

void Compiler::compile_form(const ast::Test& test, Place place, const Asked&) {
    const bool optional = test.name == "defined" || test.name == "undefined";
    compile_expression(*test.input, {{}, optional});
    CallSite site = compile_arguments(test.arguments);
    site.name = test.name;
    site.function = environment_.builtins().test(test.name);
    if (!site.function) fail(place, environment_.builtins().unknown_test(test.name));
    emit(Op::test, place, add_row(program_->calls, std::move(site)), test.negated ? 1 : 0);
}

void Compiler::compile_form(const ast::Unary& unary, Place place, const Asked&) {
    compile_expression(*unary.operand);
    emit(Op::unary, place, 0, flag_of(unary.sign));
}

void Compiler::compile_form(const ast::Binary& binary, Place place, const Asked&) {
    compile_expression(*binary.left);
    compile_expression(*binary.right);
    emit(Op::binary, place, 0, flag_of(binary.sign));
}

void Compiler::compile_form(const ast::Logical& logical, Place place, const Asked& asked) {
    const bool is_and = logical.sign == LogicalOperator::logical_and;
    compile_expression(*logical.left, {{}, asked.optional});
    const Index jump = emit(is_and ? Op::jump_if_false_or_pop : Op::jump_if_true_or_pop, place);
    compile_expression(*logical.right);
    patch(jump);
}

void Compiler::compile_form(const ast::Comparison& comparison, Place place, const Asked&) {
    compile_expression(*comparison.first);
    std::vector<Index> exits;
    for (std::size_t i = 0; i < comparison.rest.size(); ++i) {
        const auto& [sign, right] = comparison.rest[i];
        compile_expression(*right);
        if (i + 1 == comparison.rest.size()) {
            emit(Op::compare, place, 0, flag_of(sign));
        } else {
            exits.push_back(emit(Op::compare_chain, place, 0, flag_of(sign)));
        }
    }
    for (const Index exit : exits) patch(exit);
}

void Compiler::compile_form(const ast::Conditional& conditional, Place place, const Asked&) {
    compile_expression(*conditional.condition);
    const Index otherwise = emit(Op::jump_if_false, place);
    compile_expression(*conditional.then);
    const Index end = emit(Op::jump, place);
    patch(otherwise);
    if (conditional.otherwise) {
        compile_expression(*conditional.otherwise);
    } else {
        emit(Op::constant, place, constant(value::Value::undefined("if without else")));
    }
    patch(end);
}

void Compiler::compile_form(const ast::Sequence& sequence, Place place, const Asked&) {
    const bool is_constant = std::ranges::all_of(sequence.items, is_literal);
    if (is_constant && !sequence.items.empty()) {
        value::List list;
        for (const auto& item : sequence.items) {
            list.push_back(std::get<ast::Literal>(item->form).value);
        }
        emit(Op::constant, place,
             constant(sequence.is_tuple ? value::Value::tuple(std::move(list))
                                        : value::Value(std::move(list))));
        return;
    }
    for (const auto& item : sequence.items) compile_expression(*item);
    emit(sequence.is_tuple ? Op::make_tuple : Op::make_list, place,
         static_cast<Index>(sequence.items.size()));
}

void Compiler::compile_form(const ast::Dictionary& dictionary, Place place, const Asked&) {
    for (const auto& [key, item] : dictionary.entries) {
        compile_expression(*key);
        compile_expression(*item);
    }
    emit(Op::make_map, place, static_cast<Index>(dictionary.entries.size()));
}

}  // namespace tined::templates
