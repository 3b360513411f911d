// The names that mean something by themselves: loop, super, self.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "base/nearest.hpp"
#include "template/compiler.hpp"

namespace tined::templates {
namespace {

bool is_named(const ast::ExpressionPtr& expression, std::string_view name) {
    const auto* const found = std::get_if<ast::Name>(&expression->form);
    return found && found->name == name;
}

using FieldRow = std::pair<std::string_view, LoopField>;
constexpr auto loop_fields = std::to_array<FieldRow>({
    {"index", LoopField::index},
    {"index0", LoopField::index0},
    {"revindex", LoopField::revindex},
    {"revindex0", LoopField::revindex0},
    {"first", LoopField::first},
    {"last", LoopField::last},
    {"length", LoopField::length},
    {"depth", LoopField::depth},
    {"depth0", LoopField::depth0},
    {"previtem", LoopField::previtem},
    {"nextitem", LoopField::nextitem},
});

std::string unknown_field(std::string_view name) {
    std::vector<std::string_view> known = {"cycle", "changed"};
    for (const auto& [field, value] : loop_fields) known.push_back(field);
    const auto near = base::nearest(name, known);
    return fmt::format("`loop` has no \"{}\"{}", name,
                       near ? fmt::format("; did you mean \"{}\"?", *near) : "");
}

}  // namespace

bool Compiler::compile_special_call(const ast::Call& call, Place place, bool captured) {
    return compile_loop_call(call, place) || compile_super(call, place, captured) ||
           compile_self(call, place, captured);
}

// loop.index and the like, of a loop of this very code: no object is made for them.
bool Compiler::compile_loop_field(const ast::Member& member, Place place) {
    if (!is_named(member.of, "loop")) return false;
    const Local* const loop = function_->find("loop");
    if (!loop || loop->loop == 0) return false;
    const auto row = std::ranges::find(loop_fields, member.name, &FieldRow::first);
    if (row == loop_fields.end()) {
        fail(place, unknown_field(member.name));
        return true;
    }
    emit(Op::loop_field, place, 0, static_cast<std::uint8_t>(row->second),
         static_cast<std::size_t>(function_->open_loops - loop->loop));
    return true;
}

// loop.cycle(..), loop.changed(..), loop(..)
bool Compiler::compile_loop_call(const ast::Call& call, Place place) {
    const auto* const member = std::get_if<ast::Member>(&call.callee->form);
    if (!is_named(member ? member->of : call.callee, "loop")) return false;
    const Local* const loop = function_->find("loop");
    if (!loop || loop->loop == 0) return false;
    const auto distance = static_cast<std::size_t>(function_->open_loops - loop->loop);
    const auto number = static_cast<std::size_t>(loop->loop - 1);
    const CallSite site = compile_arguments(call.arguments);
    if (!site.named.empty() || site.spread_list || site.spread_map) {
        fail(place, "`loop` takes no named or spread arguments");
    }
    if (!member) {
        if (around_.recursive_loops[number] < 0) {
            fail(place, "loop(..) is for loops that say `recursive`");
        }
        if (site.positional != 1) fail(place, "loop(..) takes one argument, what to go over");
        emit(Op::loop_recurse, place, static_cast<Index>(around_.recursive_loops[number]), 0,
             distance);
    } else if (member->name == "cycle") {
        if (site.positional == 0) fail(place, "loop.cycle(..) takes at least one argument");
        emit(Op::loop_cycle, place, site.positional, 0, distance);
    } else if (member->name == "changed") {
        emit(Op::loop_changed, place, site.positional, 0, distance);
    } else {
        fail(place, unknown_field(member->name));
    }
    return true;
}

// super(), and super.super() for the one above it.
bool Compiler::compile_super(const ast::Call& call, Place place, bool captured) {
    const ast::ExpressionPtr* callee = &call.callee;
    std::size_t levels = 1;
    for (const ast::Member* member; (member = std::get_if<ast::Member>(&(*callee)->form));) {
        if (member->name != "super") return false;
        callee = &member->of;
        ++levels;
    }
    if (!is_named(*callee, "super") || function_->find("super")) return false;
    if (!in_block_) fail(place, "super() is only known in a block");
    emit(Op::super, place, 0, captured ? 1 : 0, levels);
    return true;
}

// self.NAME() writes a block once more.
bool Compiler::compile_self(const ast::Call& call, Place place, bool captured) {
    const auto* const member = std::get_if<ast::Member>(&call.callee->form);
    if (!member || !is_named(member->of, "self") || function_->find("self")) return false;
    const Slot name = environment_.symbols().slot_of(member->name);
    emit(Op::block, place, add_row(program_->block_sites, BlockSite{name, false, {}}),
         captured ? 1 : 0);
    return true;
}

}  // namespace tined::templates
