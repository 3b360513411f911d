#include <utility>

#include <fmt/core.h>

#include "template/compiler.hpp"

namespace tined::templates {

void Compiler::compile_statement(const ast::For& loop, Place place) {
    compile_expression(*loop.iterable);
    LoopSite site{.begin = here(), .first_slot = function_->slots()};
    const Index index = add_row(program_->loops, site);
    around_.recursive_loops.push_back(loop.recursive ? static_cast<int>(index) : -1);
    ++function_->open_loops;
    if (loop.condition) compile_loop_condition(loop, place);
    compile_loop_body(loop, place);
    around_.recursive_loops.pop_back();
    site.end = here();
    site.end_slot = function_->slots();
    program_->loops[index] = site;
}

// {% for .. if condition %}: the items are picked first, so that loop.length and loop.last count
// those that are left. The condition sees the items, not yet `loop`.
void Compiler::compile_loop_condition(const ast::For& loop, Place place) {
    const Place at = loop.condition->place;
    const Index list = function_->new_slot();
    const Index item = function_->new_slot();
    emit(Op::make_list, at);
    emit(Op::store_local, at, list);
    emit(Op::loop_begin, loop.iterable->place);
    const Index next = emit(Op::loop_next, at);
    emit(Op::store_local, at, item);
    emit(Op::load_local, at, item);
    function_->open();
    assign_fresh(loop.target);
    compile_expression(*loop.condition);
    close_scope();
    const Index passed_over = emit(Op::jump_if_false, at, next);
    code().instructions[passed_over].operand = next;
    emit(Op::load_local, at, item);
    emit(Op::append_local, at, list);
    emit(Op::jump, at, next);
    patch(next);
    const Index end = emit(Op::loop_end, place);
    patch(end);
    emit(Op::load_local, at, list);
}

void Compiler::compile_loop_body(const ast::For& loop, Place place) {
    emit(Op::loop_begin, loop.iterable->place, 0, loop.recursive ? 1 : 0);
    const Index next = emit(Op::loop_next, place);
    const Assigned before = assigned();
    function_->open();
    declare_loop(place);
    assign_fresh(loop.target);
    declare_assigned(loop.body, place);
    around_.loops.push_back({next, around_.opened.size(), {}});
    compile_body(loop.body);
    close_scope();
    assume(before);
    emit(Op::jump, place, next);
    patch(next);
    patch_breaks();
    const Index end = emit(Op::loop_end, place);
    --function_->open_loops;
    open_scope(loop.otherwise, place);
    compile_body(loop.otherwise);
    close_scope();
    patch(end);
}

void Compiler::compile_statement(const ast::While& loop, Place place) {
    const Index again = here();
    compile_expression(*loop.condition);
    const Index end = emit(Op::jump_if_false, loop.condition->place);
    emit(Op::count_turn, place);
    const Assigned before = assigned();
    around_.loops.push_back({again, around_.opened.size(), {}});
    ++branches_;
    compile_body(loop.body);
    --branches_;
    assume(before);
    emit(Op::jump, place, again);
    patch(end);
    patch_breaks();
}

void Compiler::compile_statement(const ast::Break&, Place place) {
    OpenLoop* const loop = leave_to_loop("break", place);
    if (loop) loop->breaks.push_back(emit(Op::jump, place));
}

void Compiler::compile_statement(const ast::Continue&, Place place) {
    const OpenLoop* const loop = leave_to_loop("continue", place);
    if (loop) emit(Op::jump, place, loop->again);
}

// The innermost loop, after the end of what was opened within it. Null after a failure.
Compiler::OpenLoop* Compiler::leave_to_loop(std::string_view statement, Place place) {
    if (around_.loops.empty()) {
        fail(place, fmt::format("{{% {} %}} stands within a loop", statement));
        return nullptr;
    }
    OpenLoop& loop = around_.loops.back();
    for (std::size_t i = around_.opened.size(); i-- > loop.opened;) {
        switch (around_.opened[i]) {
            case Opened::capture:  // and what was captured is for nobody
                emit(Op::capture_end, place);
                emit(Op::pop, place);
                break;
            case Opened::escape:
                emit(Op::escape_end, place);
                break;
        }
    }
    return &loop;
}

void Compiler::patch_breaks() {
    for (const Index jump : around_.loops.back().breaks) patch(jump);
    around_.loops.pop_back();
}

}  // namespace tined::templates
