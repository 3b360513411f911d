// Instructions of loops. The loops that are open are a stack of their own; `loop.index` and the
// like are asked of it directly.
#include <utility>

#include <fmt/core.h>

#include "template/run.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Kind;
using value::List;
using value::Value;

bool Run::do_loop_begin(const Instruction& instruction) {
    Value items = pop();
    if (items.is_undefined() && environment_.settings().strict) return fail_undefined(items);
    if (items.kind() != Kind::list && items.kind() != Kind::map) {
        auto list = items_of(items, evaluation());
        if (!list) return fail(std::move(list.error()));
        items = Value(std::move(*list));
    }
    const std::size_t length = items.size();
    const int depth = instruction.flag != 0 ? std::exchange(next_loop_depth_, 1) : 1;
    loops_.push_back({std::move(items), length, 0, depth, Value(), nullptr});
    Loop& opened = loops_.back();
    if (opened.items.kind() == Kind::list) opened.listed = opened.items.as_list().begin();
    return true;
}

bool Run::do_count_turn(const Instruction&) { return take_turn(); }

bool Run::do_loop_next(const Instruction& instruction) {
    Loop& present = loops_.back();
    if (present.index == present.length) {
        frame_->jump(instruction.operand);
        return true;
    }
    if (!take_turn()) return false;
    ++present.index;
    push(present.item(present.index));
    return true;
}

bool Run::do_loop_next_local(const Instruction& instruction) {
    Loop& present = loops_.back();
    if (present.index == present.length) {
        frame_->jump(instruction.operand);
        return true;
    }
    if (!meter_.take()) return fail_for_turns();
    ++present.index;
    frame_->next += instruction.flag;  // behind the store
    stack_.set(frame_->base + frame_->next[-1].operand, present.item(present.index));
    return true;
}

bool Run::do_loop_again(const Instruction& instruction) {
    const Instruction& next = frame_->code.instructions.data()[instruction.operand];
    frame_->next = &next + 1;
    return do_loop_next_local(next);
}

bool Run::do_loop_end(const Instruction& instruction) {
    if (loops_.back().length > 0) frame_->jump(instruction.operand);
    loops_.pop_back();
    return true;
}

bool Run::do_append_local(const Instruction& instruction) {
    Value item = pop();
    slot(instruction.operand).edit_list().push_back(std::move(item));
    return true;
}

Value Run::field_of(const Loop& loop, LoopField field) {
    const auto index = static_cast<std::int64_t>(loop.index);
    const auto length = static_cast<std::int64_t>(loop.length);
    switch (field) {
        case LoopField::index:
            return index;
        case LoopField::index0:
            return index - 1;
        case LoopField::revindex:
            return length - index + 1;
        case LoopField::revindex0:
            return length - index;
        case LoopField::first:
            return loop.index == 1;
        case LoopField::last:
            return loop.index == loop.length;
        case LoopField::length:
            return length;
        case LoopField::depth:
            return loop.depth;
        case LoopField::depth0:
            return loop.depth - 1;
        case LoopField::previtem:
            return loop.index > 1 ? loop.item(loop.index - 1) : Value::undefined("loop.previtem");
        case LoopField::nextitem:
            return loop.index < loop.length ? loop.item(loop.index + 1)
                                            : Value::undefined("loop.nextitem");
    }
    std::unreachable();
}

bool Run::do_loop_field(const Instruction& instruction) {
    push(field_of(loop(instruction.count), static_cast<LoopField>(instruction.flag)));
    return true;
}

bool Run::do_loop_value(const Instruction& instruction) {
    static constexpr std::pair<const char*, LoopField> fields[] = {
        {"index", LoopField::index},       {"index0", LoopField::index0},
        {"revindex", LoopField::revindex}, {"revindex0", LoopField::revindex0},
        {"first", LoopField::first},       {"last", LoopField::last},
        {"length", LoopField::length},     {"depth", LoopField::depth},
        {"depth0", LoopField::depth0},     {"previtem", LoopField::previtem},
        {"nextitem", LoopField::nextitem},
    };
    const Loop& present = loops_.back();
    value::Map members;
    for (const auto& [name, field] : fields) {
        members.set(Value::borrowed(name), field_of(present, field));
    }
    const LoopSite* const site =
        instruction.operand == 0 ? nullptr : &frame_->program.loops[instruction.operand - 1];
    push(Value::object(std::make_shared<const LoopValue>(std::move(members), site, frame_->number,
                                                         present.depth)));
    return true;
}

bool Run::do_loop_cycle(const Instruction& instruction) {
    const std::size_t turn = (loop(instruction.count).index - 1) % instruction.operand;
    Value chosen = stack_[from_top(instruction.operand) + turn];
    drop_to(from_top(instruction.operand));
    push(std::move(chosen));
    return true;
}

bool Run::do_loop_changed(const Instruction& instruction) {
    Value values = Value::tuple(take_list(instruction.operand));
    Value& last = loop(instruction.count).last_changed;
    const bool changed = last.is_undefined() || !(last == values);
    last = std::move(values);
    push(Value(changed));
    return true;
}

bool Run::do_loop_recurse(const Instruction& instruction) {
    Value items = pop();
    Value written;
    const LoopSite& site = frame_->program.loops[instruction.operand];
    if (!recurse(site, loop(instruction.count).depth, std::move(items), written)) return false;
    push(std::move(written));
    return true;
}

// A loop that was kept by a name: {% set outer = loop %} .. {{ outer(items) }}
bool Run::call_loop(const LoopValue& loop, const value::Arguments& arguments, Value& result) {
    if (loop.site == nullptr) return fail("loop(..) is for loops that say `recursive`");
    if (loop.frame != frame_->number) {
        return fail("a loop can only be called by the code that it stands in");
    }
    if (arguments.positional.size() != 1 || !arguments.named.empty()) {
        return fail("loop(..) takes one argument, what to go over");
    }
    return recurse(*loop.site, loop.depth, arguments.positional[0], result);
}

// The loop once more, over other items, as a part of its own body: what its variables hold is put
// aside, and its output becomes a value.
bool Run::recurse(const LoopSite& site, int depth, Value items, Value& written) {
    if (depth_ >= bounds_.depth) {
        return fail(fmt::format("loop(..) goes deeper than {} levels (templates.bounds.depth)",
                                bounds_.depth));
    }
    if (!take_turn()) return false;
    std::vector<Value> aside;
    for (std::uint32_t index = site.first_slot; index < site.end_slot; ++index) {
        aside.push_back(slot(index));
    }
    for (const std::uint32_t index : frame_->code.cells) {
        if (index < site.first_slot || index >= site.end_slot) continue;
        workspace_->cells.push_back(std::make_shared<const Cell>(Value()));
        slot(index) = Value::object(workspace_->cells.back());
    }
    next_loop_depth_ = depth + 1;
    const Instruction* const code = frame_->code.instructions.data();
    const Instruction* const next = std::exchange(frame_->next, code + site.begin);
    const Instruction* const end = std::exchange(frame_->end, code + site.end);
    ++depth_;
    begin_capture();
    push(std::move(items));
    if (!execute()) return false;
    --depth_;
    frame_->next = next;
    frame_->end = end;
    for (std::uint32_t index = site.first_slot; index < site.end_slot; ++index) {
        slot(index) = std::move(aside[index - site.first_slot]);
    }
    written = captured_text();
    return charge(written);
}

}  // namespace tined::templates
