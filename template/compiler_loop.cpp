#include <utility>

#include "template/compiler.hpp"

namespace tined::templates {

void Compiler::compile_statement(const ast::For& loop, Place place) {
    compile_expression(*loop.iterable);
    LoopSite site{.begin = here(), .first_slot = function_->slots()};
    const Index index = add_row(program_->loops, site);
    recursive_loops_.push_back(loop.recursive ? static_cast<int>(index) : -1);
    ++function_->open_loops;
    if (loop.condition) compile_loop_condition(loop, place);
    compile_loop_body(loop, place);
    recursive_loops_.pop_back();
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
    compile_body(loop.body);
    close_scope();
    assume(before);
    emit(Op::jump, place, next);
    patch(next);
    const Index end = emit(Op::loop_end, place);
    --function_->open_loops;
    open_scope(loop.otherwise, place);
    compile_body(loop.otherwise);
    close_scope();
    patch(end);
}

}  // namespace tined::templates
