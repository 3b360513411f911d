// Instructions that write, and those that make values out of values.
#include <utility>

#include <fmt/core.h>

#include "template/lookup.hpp"
#include "template/operators.hpp"
#include "template/run.hpp"
#include "template/sequences.hpp"
#include "value/print.hpp"

namespace tined::templates {

using value::Kind;
using value::List;
using value::Map;
using value::Value;

// The way that most of what is written takes; what is rare is in functions apart (.._long), which
// it calls last and so saves no registers for.

// Within each that calls it, as is member_of_local(): a call would be a third of what it costs.
[[gnu::always_inline]] inline bool Run::write_text(const Instruction& text) {
    const char* const letters = frame_->letters + text.operand;
    if (output_.write_in_blocks(letters, text.count)) return true;
    return write_long(letters, text.count);
}

bool Run::do_text(const Instruction& instruction) { return write_text(instruction); }

bool Run::print(const Value& value) {
    const bool is_plain = escaper_ == plain_;
    if (!is_plain && escaper_ != html_) return print_long(value);
    if (value.is_text()) {
        const bool is_escaped = !is_plain && !value.is_safe();
        if (output_.write_short(value.as_text(), is_escaped)) return write_text_behind();
    } else if (value.is_number() && output_.has_room(value::longest_number)) {
        output_.advance_to(value::print_number(value, output_.at()));
        return write_text_behind();  // nothing in a number has to be escaped
    }
    return print_long(value);
}

// Most values have text behind them, which is written with them.
bool Run::write_text_behind() {
    if (frame_->next == frame_->end || frame_->next->op != Op::text) return true;
    return write_text(*frame_->next++);
}

bool Run::write_long(const char* letters, std::size_t size) {
    return output_.write({letters, size}) || fail_for_length();
}

bool Run::print_long(const Value& value) {
    const bool is_plain = escaper_ == plain_;
    if (value.is_text() && (is_plain || value.is_safe())) {
        return go_on(output_.write(value.as_text()));
    }
    if (value.is_text() && escaper_ == html_) {
        return go_on(write_html_escaped(value.as_text(), output_));
    }
    if (value.is_number() && (is_plain || escaper_ == html_)) {
        char digits[value::longest_number];
        const char* const end = value::print_number(value, digits);
        return go_on(output_.write({digits, end}));
    }
    return print_other(value);
}

bool Run::print_other(const Value& value) {
    if (value.is_undefined() && environment_.settings().strict) return fail_undefined(value);
    output_.settle();
    std::string& out = captures_open_ == 0 ? out_ : captures_[captures_open_ - 1];
    const auto written = escaper_->write(value, out);
    const bool is_too_long = out.size() > output_limit();
    open_output();
    if (!written) return fail(written.error());
    return go_on(!is_too_long);
}

bool Run::do_print(const Instruction&) { return print(pop()); }

bool Run::do_print_name(const Instruction& instruction) {
    const AskedName& name = row(frame_->program.names, instruction.operand);
    const Value* const set = frame_->context.find(name.slot);
    if (set && set->kind() >= Kind::list) return do_load_name(instruction);
    ++frame_->next;
    if (set) return print(*set);
    return print(given_or_global(frame_->context.ask(name.slot), name));
}

bool Run::do_print_local(const Instruction& instruction) {
    const Value& value = slot(instruction.operand);
    // An object's printing may call back; the stack, where `value` is, must stay as it is then.
    if (value.kind() >= Kind::list) return do_load_local(instruction);
    ++frame_->next;
    return print(value);
}

// Null if the local is no map, or has no such member.
[[gnu::always_inline]] inline const Value* Run::member_of_local(const Instruction& load) {
    const Value& of = slot(load.operand);
    if (of.kind() != Kind::map) return nullptr;
    const AskedMember& member = row(frame_->program.members, frame_->next->operand);
    const Value* const found = of.as_map().find(member.name, member.guess);
    return found && !found->is_undefined() ? found : nullptr;
}

bool Run::do_print_local_member(const Instruction& instruction) {
    const Value* const found = member_of_local(instruction);
    if (!found || found->kind() >= Kind::list) return do_load_local(instruction);
    frame_->next += 2;
    return print(*found);
}

bool Run::do_load_local_member(const Instruction& instruction) {
    const Value* const found = member_of_local(instruction);
    if (!found) return do_load_local(instruction);
    ++frame_->next;
    push(*found);
    return true;
}

bool Run::do_jump_unless_local_member(const Instruction& instruction) {
    const Value* const found = member_of_local(instruction);
    if (!found) return do_load_local(instruction);
    frame_->next += 2;  // the load's, and the jump
    if (!found->truth()) frame_->jump(frame_->next[-1].operand);
    return true;
}

bool Run::do_constant(const Instruction& instruction) {
    push(row(frame_->program.constants, instruction.operand));
    return true;
}

bool Run::do_load_name(const Instruction& instruction) {
    const AskedName& name = row(frame_->program.names, instruction.operand);
    if (const Value* const set = frame_->context.find(name.slot)) {
        push(*set);
        return true;
    }
    push(given_or_global(frame_->context.ask(name.slot), name));
    return true;
}

bool Run::do_load_local(const Instruction& instruction) {
    push(slot(instruction.operand));
    return true;
}

bool Run::do_load_cell(const Instruction& instruction) {
    push(static_cast<const Cell&>(slot(instruction.operand).as_object()).content);
    return true;
}

bool Run::do_store_local(const Instruction& instruction) {
    stack_.set(frame_->base + instruction.operand, pop());
    return true;
}

bool Run::do_store_cell(const Instruction& instruction) {
    Value value = pop();
    static_cast<const Cell&>(slot(instruction.operand).as_object()).content = std::move(value);
    return true;
}

bool Run::do_export_name(const Instruction& instruction) {
    frame_->context.set(row(frame_->program.names, instruction.operand).slot, pop());
    return true;
}

bool Run::do_pop(const Instruction&) {
    stack_.pop();
    return true;
}

bool Run::do_member(const Instruction& instruction) {
    if (top().is_undefined()) return fail_undefined(top());
    top() = member_of(top(), row(frame_->program.members, instruction.operand));
    return true;
}

bool Run::do_item(const Instruction&) {
    const Value key = pop();
    if (top().is_text() && !charge_reading(top())) return false;
    Result found = item_of(top(), key);
    if (!found) return fail(std::move(found.error()));
    if (found->is_undefined()) found = Value::undefined(fmt::format("[{}]", key.print()));
    top() = std::move(*found);
    return true;
}

bool Run::do_slice(const Instruction&) {
    const Value step = pop();
    const Value to = pop();
    const Value from = pop();
    const Value value = pop();
    if (!charge_reading(value)) return false;
    return push_result(slice_of(value, from, to, step));
}

bool Run::do_unary(const Instruction& instruction) {
    const Value operand = pop();
    return push_result(apply(static_cast<UnaryOperator>(instruction.flag), operand));
}

bool Run::do_binary(const Instruction& instruction) {
    const Value right = pop();
    const Value left = pop();
    const auto sign = static_cast<BinaryOperator>(instruction.flag);
    if (sign == BinaryOperator::join && environment_.settings().strict) {
        if (left.is_undefined()) return fail_undefined(left);
        if (right.is_undefined()) return fail_undefined(right);
    }
    return push_result(apply(sign, left, right, evaluation()));
}

bool Run::do_compare(const Instruction& instruction) {
    const Value right = pop();
    if (!charge_comparing(top(), right)) return false;
    auto holds = apply(static_cast<CompareOperator>(instruction.flag), top(), right, meter_);
    if (!holds) return fail(std::move(holds.error()));
    top() = Value(*holds);
    return true;
}

// a < b < c: b stays for the next comparison; what fails ends the chain.
bool Run::do_compare_chain(const Instruction& instruction) {
    Value right = pop();
    if (!charge_comparing(top(), right)) return false;
    auto holds = apply(static_cast<CompareOperator>(instruction.flag), top(), right, meter_);
    if (!holds) return fail(std::move(holds.error()));
    if (!*holds) frame_->jump(instruction.operand);
    top() = *holds ? std::move(right) : Value(false);
    return true;
}

List Run::take_list(std::size_t count) {
    List list;
    list.reserve(count);
    for (std::size_t i = from_top(count); i < stack_.size(); ++i) {
        list.push_back(std::move(stack_[i]));
    }
    drop_to(from_top(count));
    return list;
}

bool Run::do_make_list(const Instruction& instruction) {
    push(take_list(instruction.operand));
    return true;
}

bool Run::do_make_tuple(const Instruction& instruction) {
    push(Value::tuple(take_list(instruction.operand)));
    return true;
}

bool Run::do_make_map(const Instruction& instruction) {
    Map map;
    const std::size_t first = from_top(std::size_t{2} * instruction.operand);
    for (std::size_t i = first; i < stack_.size(); i += 2) {
        const Kind kind = stack_[i].kind();
        const bool is_list = kind == Kind::list && !stack_[i].is_tuple();
        if (is_list || kind == Kind::map || kind == Kind::undefined) {
            return fail(fmt::format("{} can't be a key", kind_with_article(stack_[i])));
        }
        map.set(std::move(stack_[i]), std::move(stack_[i + 1]));
    }
    drop_to(first);
    push(std::move(map));
    return true;
}

bool Run::do_unpack(const Instruction& instruction) {
    const Value value = pop();
    if (value.is_undefined()) return fail_undefined(value);
    const auto items = items_of(value, evaluation());
    if (!items) return fail(items.error());
    if (items->size() != instruction.operand) {
        return fail(fmt::format("{} names are wanted here, and there are {} values",
                                instruction.operand, items->size()));
    }
    for (std::size_t i = items->size(); i-- > 0;) push((*items)[i]);
    return true;
}

bool Run::do_set_member(const Instruction& instruction) {
    const Value target = pop();
    const Value value = pop();
    const auto* const found = target.kind() == Kind::object
                                  ? dynamic_cast<const Namespace*>(&target.as_object())
                                  : nullptr;
    if (!found) return fail("only a member of a namespace() can be set");
    found->set(row(frame_->program.members, instruction.operand).name, value);
    return true;
}

}  // namespace tined::templates
