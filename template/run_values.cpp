// Instructions that write, and those that make values out of values.
#include <utility>

#include <fmt/core.h>

#include "template/append.hpp"
#include "template/operators.hpp"
#include "template/run.hpp"
#include "template/sequences.hpp"
#include "value/print.hpp"

namespace tined::templates {

using value::Kind;
using value::List;
using value::Map;
using value::Value;

bool Run::do_text(const Instruction& instruction) {
    append(frame_->program.texts[instruction.operand], *sink_);
    return check_output();
}

bool Run::print(const Value& value) {
    const bool is_plain = escaper_ == plain_;
    if (value.is_text() && (is_plain || value.is_safe())) {
        append(value.as_text(), *sink_);
    } else if (value.is_text() && escaper_ == html_) {
        append_html_escaped(value.as_text(), *sink_);
    } else if (value.is_number() && (is_plain || escaper_ == html_)) {
        value::print(value, *sink_);  // has nothing that could be escaped
    } else if (value.is_undefined() && environment_.settings().strict) {
        return fail_undefined(value);
    } else if (auto written = escaper_->write(value, *sink_); !written) {
        return fail(std::move(written.error()));
    }
    return write_text_behind();
}

// Most values have text behind them, which is written with them.
bool Run::write_text_behind() {
    const std::size_t at = frame_->at;
    if (at < frame_->end && frame_->code.instructions[at].op == Op::text) {
        append(frame_->program.texts[frame_->code.instructions[at].operand], *sink_);
        ++frame_->at;
    }
    return check_output();
}

bool Run::do_print(const Instruction&) { return print(pop()); }

bool Run::do_print_local(const Instruction& instruction) {
    const Value& value = slot(instruction.operand);
    // An object's printing may call back; the stack, where `value` is, must stay as it is then.
    if (value.kind() >= Kind::list) return do_load_local(instruction);
    ++frame_->at;
    return print(value);
}

bool Run::do_print_local_member(const Instruction& instruction) {
    const Value& of = slot(instruction.operand);
    if (of.kind() != Kind::map) return do_load_local(instruction);
    const Instruction& next = frame_->code.instructions[frame_->at];
    const AskedMember& member = frame_->program.members[next.operand];
    const Value* const found = of.as_map().find(member.name, member.guess);
    if (!found || found->is_undefined() || found->kind() >= Kind::list) {
        return do_load_local(instruction);
    }
    frame_->at += 2;
    return print(*found);
}

bool Run::do_constant(const Instruction& instruction) {
    push(frame_->program.constants[instruction.operand]);
    return true;
}

bool Run::do_load_name(const Instruction& instruction) {
    const AskedName& name = frame_->program.names[instruction.operand];
    if (const Value* const set = frame_->context.find(name.slot)) {
        push(*set);
        return true;
    }
    Value value = frame_->context.ask(name.slot);
    if (value.is_undefined()) value = name.global.is_undefined() ? name.missing : name.global;
    push(std::move(value));
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
    Value value = pop();
    slot(instruction.operand) = std::move(value);
    return true;
}

bool Run::do_store_cell(const Instruction& instruction) {
    Value value = pop();
    static_cast<const Cell&>(slot(instruction.operand).as_object()).content = std::move(value);
    return true;
}

bool Run::do_export_name(const Instruction& instruction) {
    frame_->context.set(frame_->program.names[instruction.operand].slot, pop());
    return true;
}

bool Run::do_pop(const Instruction&) {
    stack_.pop_back();
    return true;
}

bool Run::do_member(const Instruction& instruction) {
    const AskedMember& member = frame_->program.members[instruction.operand];
    if (top().is_undefined()) return fail_undefined(top());
    const auto* const macro = macro_of(top());
    Value found = macro ? macro->member(member.name) : member_of(top(), member.name);
    top() = found.is_undefined() ? member.missing : std::move(found);
    return true;
}

bool Run::do_item(const Instruction&) {
    const Value key = pop();
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
    auto holds = apply(static_cast<CompareOperator>(instruction.flag), top(), right);
    if (!holds) return fail(std::move(holds.error()));
    top() = Value(*holds);
    return true;
}

// a < b < c: b stays for the next comparison; what fails ends the chain.
bool Run::do_compare_chain(const Instruction& instruction) {
    Value right = pop();
    auto holds = apply(static_cast<CompareOperator>(instruction.flag), top(), right);
    if (!holds) return fail(std::move(holds.error()));
    if (!*holds) frame_->at = instruction.operand;
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
    const auto items = items_of(value);
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
    found->set(frame_->program.members[instruction.operand].name, value);
    return true;
}

}  // namespace tined::templates
