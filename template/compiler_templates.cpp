// Statements that have to do with other templates, and blocks.
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "template/compiler.hpp"

namespace tined::templates {
namespace {

bool is_constant_name(const ast::Expression& names) {
    const auto* const literal = std::get_if<ast::Literal>(&names.form);
    return literal && literal->value.is_text();
}

}  // namespace

void Compiler::compile_statement(const ast::Block& block, Place place) {
    const Slot name = environment_.symbols().slot_of(block.name);
    if (std::ranges::count(program_->blocks, name, &NamedBlock::name) > 0) {
        fail(place, fmt::format("the block \"{}\" is there twice", block.name));
    }
    BlockSite site{name, block.required, {}};
    if (block.scoped) site.locals = load_visible(place);
    if (is_mute()) {
        for (std::size_t i = 0; i < site.locals.size(); ++i) emit(Op::pop, place);
    } else {
        emit(Op::block, place, add_row(program_->block_sites, site));
    }
    const std::vector<std::string> known = known_;
    for (const Slot slot : site.locals) {
        known_.emplace_back(environment_.symbols().name_of(slot));
    }
    // A block sees what the rendering has, and no variables of the code around it: what replaces
    // it in another template would not see them either.
    FunctionScope scope(new_code(block.name), nullptr);
    FunctionScope* const outer = std::exchange(function_, &scope);
    const bool in_block = std::exchange(in_block_, true);
    Surroundings around = std::exchange(around_, {});
    program_->blocks.push_back({name, scope.code()});
    open_scope(block.body, place);
    compile_body(block.body);
    close_scope();
    finish_code();
    function_ = outer;
    in_block_ = in_block;
    around_ = std::move(around);
    known_ = known;
}

void Compiler::compile_statement(const ast::Extends& extends, Place place) {
    if (function_->code() != 0) {
        fail(place, "{% extends %} stands outside of blocks and macros");
    }
    if (has_parent_) fail(place, "a template extends only one other");
    compile_expression(*extends.parent);
    // Within an `if` what is behind it may still be wanted.
    emit(Op::extends, extends.parent->place,
         add_row(program_->extended, AskedTemplate{is_constant_name(*extends.parent)}),
         branches_ == 0 ? 0 : 1);
    // Within an `if` it is only known at rendering whether there is a parent.
    if (branches_ == 0) has_parent_ = true;
    refer(Reference::Use::extends, *extends.parent, false, true, extends.parent->place);
}

void Compiler::compile_statement(const ast::Include& include, Place place) {
    if (is_mute()) return;
    const Place at = include.names->place;
    compile_expression(*include.names);
    const Index site =
        include_site(*include.names, include.ignore_missing, include.with_context, place);
    emit(Op::include, at, site);
    refer(Reference::Use::include, *include.names, include.ignore_missing, include.with_context,
          at);
}

Compiler::Index Compiler::include_site(const ast::Expression& names, bool ignore_missing,
                                       bool with_context, Place place) {
    IncludeSite site{ignore_missing, with_context, {is_constant_name(names)}, {}};
    if (with_context) site.locals = load_visible(place);
    return add_row(program_->includes, std::move(site));
}

// Notes a constant name, so that the template is loaded, and found missing, together with this.
void Compiler::refer(Reference::Use use, const ast::Expression& names, bool ignore_missing,
                     bool with_context, Place place) {
    Reference reference{use, {}, ignore_missing, with_context, place, {}};
    const auto add = [&](const ast::Expression& name) {
        if (!is_constant_name(name)) return false;
        reference.choices.emplace_back(std::get<ast::Literal>(name.form).value.as_text());
        return true;
    };
    if (const auto* const list = std::get_if<ast::Sequence>(&names.form)) {
        for (const auto& name : list->items) {
            if (!add(*name)) return;
        }
    } else if (!add(names)) {
        return;
    }
    for (const Local* const local : function_->visible()) reference.visible.push_back(local->name);
    reference.visible.insert(reference.visible.end(), known_.begin(), known_.end());
    program_->references.push_back(std::move(reference));
}

void Compiler::compile_statement(const ast::Import& import, Place place) {
    compile_expression(*import.from);
    const Index site = include_site(*import.from, false, import.with_context, place);
    emit(Op::import_module, import.from->place, site);
    assign_name(import.name, place);
    refer(Reference::Use::import, *import.from, false, import.with_context, import.from->place);
}

void Compiler::compile_statement(const ast::FromImport& import, Place place) {
    compile_expression(*import.from);
    const Index site = include_site(*import.from, false, import.with_context, place);
    emit(Op::import_module, import.from->place, site);
    for (const auto& [there, here_name] : import.names) {
        emit(Op::import_name, place, member_index(there, there));
        assign_name(here_name, place);
    }
    emit(Op::pop, place);
    refer(Reference::Use::import, *import.from, false, import.with_context, import.from->place);
}

}  // namespace tined::templates
