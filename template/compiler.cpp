#include "template/compiler.hpp"

#include <algorithm>
#include <utility>

#include "template/fuse.hpp"
#include "template/lookup.hpp"

namespace tined::templates {

Compiler::Compiler(Environment& environment, const Origin& origin, const Escaper& escaper)
    : environment_(environment),
      program_(std::make_unique<Program>(environment, origin, escaper)) {}

std::expected<std::unique_ptr<Program>, Error> Compiler::compile(const ast::Body& body) {
    FunctionScope scope(new_code({}), nullptr);
    function_ = &scope;
    for (const ast::Statement& statement : body) {
        const auto* const text = std::get_if<ast::Text>(&statement.form);
        program_->is_constant = program_->is_constant && text;
        if (program_->is_constant) program_->leading_text += text->text;
    }
    const auto* const print = body.size() == 1 ? std::get_if<ast::Print>(&body[0].form) : nullptr;
    program_->is_expression = print != nullptr;
    if (print) {
        compile_expression(*print->value);
    } else {
        compile_body(body);
    }
    finish_code();
    return finish();
}

std::expected<std::unique_ptr<Program>, Error> Compiler::compile_bare(
    const ast::Expression& expression) {
    FunctionScope scope(new_code({}), nullptr);
    function_ = &scope;
    program_->is_constant = false;
    program_->is_expression = true;
    program_->is_bare = true;
    compile_expression(expression);
    finish_code();
    return finish();
}

std::expected<std::unique_ptr<Program>, Error> Compiler::finish() {
    if (error_) return std::unexpected(std::move(*error_));
    // A block or macro runs when somebody asks for it: what the template's own code sets anywhere
    // may be set by then.
    std::vector<FreeName> free_names;
    for (std::size_t i = 0; i < program_->own_free_names.size(); ++i) {
        FreeName& name = program_->own_free_names[i];
        const bool is_exported = std::ranges::count(program_->exported, name.name) > 0;
        if (free_in_body_[i] || !is_exported) free_names.push_back(std::move(name));
    }
    program_->own_free_names = std::move(free_names);
    program_->free_names = program_->own_free_names;
    program_->letters.append(Output::block, '\0');
    program_->is_path = program_->is_expression && is_path(program_->codes.front().instructions);
    return std::move(program_);
}

Compiler::Index Compiler::new_code(std::string name) {
    Code code;
    code.name = std::move(name);
    return add_row(program_->codes, std::move(code));
}

// Variables are compiled as plain slots. Which of them macros share is known only now.
void Compiler::finish_code() {
    Code& finished = code();
    const auto& cells = function_->cells();
    for (Instruction& instruction : finished.instructions) {
        if (!cells.contains(instruction.operand)) continue;
        if (instruction.op == Op::load_local) instruction.op = Op::load_cell;
        if (instruction.op == Op::store_local) instruction.op = Op::store_cell;
    }
    fuse(finished.instructions);
    finished.slots = function_->slots();
    finished.captures = function_->captures();
    const auto is_captured = [&](Index slot) {
        return std::ranges::count(finished.captures, slot, &Capture::inner) > 0;
    };
    for (const Index slot : cells) {
        if (!is_captured(slot)) finished.cells.push_back(slot);
    }
}

Compiler::Index Compiler::emit(Op op, Place place, Index operand, std::uint8_t flag,
                               std::size_t count) {
    if (count > UINT16_MAX) fail(place, "this has too many parts");
    code().places.push_back(place);
    return add_row(code().instructions,
                   Instruction{op, flag, static_cast<std::uint16_t>(count), operand});
}

Compiler::Index Compiler::constant(value::Value value) {
    return add_row(program_->constants, std::move(value));
}

Compiler::Index Compiler::member_index(std::string_view name, std::string path) {
    auto& members = program_->members;
    for (Index i = 0; i < members.size(); ++i) {
        if (members[i].name == name && members[i].missing.undefined_name() == path) return i;
    }
    return add_row(members, AskedMember{std::string(name), value::Value::undefined(path)});
}

void Compiler::fail(Place place, std::string message) {
    if (!error_) error_ = Error{program_->origin.file, place, std::move(message)};
}

}  // namespace tined::templates
