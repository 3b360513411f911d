// Instructions that call: callables, methods, filters, tests, macros.
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "template/methods.hpp"
#include "template/operators.hpp"
#include "template/run.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Kind;
using value::Value;

// Finds the arguments on the stack, where the callee or the input is before them.
bool Run::take_arguments(const CallSite& site, CallArguments& arguments) {
    const std::size_t on_stack = site.positional + site.named.size() + (site.spread_list ? 1 : 0) +
                                 (site.spread_map ? 1 : 0);
    arguments.first = from_top(on_stack);
    const std::span<const Value> all = stack_.from(arguments.first);
    for (std::size_t i = 0; i < site.named.size(); ++i) {
        arguments.named.emplace_back(site.named[i], all[site.positional + i]);
    }
    arguments.view.positional = all.first(site.positional);
    if (!spread(site, arguments)) return false;
    arguments.view.named = arguments.named;
    return true;
}

// *list and **map are the last on the stack.
bool Run::spread(const CallSite& site, CallArguments& arguments) {
    if (site.spread_map) {
        const Value& map = top();
        if (map.kind() != Kind::map) {
            return fail(fmt::format("** wants a map, not {}", kind_with_article(map)));
        }
        for (const auto& [key, value] : map.as_map()) {
            if (!key.is_text()) return fail("the keys of a ** map are text");
            arguments.named.emplace_back(key.as_text(), value);
        }
    }
    if (site.spread_list) {
        const auto items = items_of(stack_[from_top(site.spread_map ? 2 : 1)], evaluation());
        if (!items) return fail(items.error());
        const auto& plain = arguments.view.positional;
        arguments.positional_copy.assign(plain.begin(), plain.end());
        for (const Value& item : *items) arguments.positional_copy.push_back(item);
        arguments.view.positional = arguments.positional_copy;
    }
    return true;
}

bool Run::call_value(const Value& callee, const value::Arguments& arguments, Value& result) {
    if (callee.is_undefined()) return fail_undefined(callee);
    if (const LoopValue* const loop = loop_of(callee)) return call_loop(*loop, arguments, result);
    if (callee.kind() != Kind::callable) {
        return fail(fmt::format("{} can't be called", kind_with_article(callee)));
    }
    if (const Macro* const macro = macro_of(callee)) return call_macro(*macro, arguments, result);
    if (const BlockCall* const block = block_call_of(callee)) {
        return call_block(*block, arguments, result);
    }
    for (const Value& read : arguments.positional) {
        if (!charge_reading(read)) return false;
    }
    auto returned = callee.as_callable().call(arguments);
    if (!returned) return fail(std::move(returned.error()));
    result = std::move(*returned);
    return charge(result);
}

bool Run::do_call(const Instruction& instruction) {
    CallArguments arguments;
    if (!take_arguments(frame_->program.calls[instruction.operand], arguments)) return false;
    const Value callee = stack_[arguments.first - 1];
    const Macro* const macro = instruction.flag != 0 ? macro_of(callee) : nullptr;
    if (macro && is_printable(*macro)) {
        if (!print_macro(*macro, arguments.view)) return false;
        drop_to(arguments.first - 1);
        ++frame_->next;
        return write_text_behind();
    }
    Value result;
    if (!call_value(callee, arguments.view, result)) return false;
    drop_to(arguments.first - 1);
    push(std::move(result));
    return true;
}

// value.name(arguments): a member that can be called, else a method that values of its kind have.
bool Run::do_call_member(const Instruction& instruction) {
    const CallSite& site = frame_->program.calls[instruction.operand];
    CallArguments arguments;
    if (!take_arguments(site, arguments)) return false;
    const Value value = stack_[arguments.first - 1];
    if (value.is_undefined()) return fail_undefined(value);
    const Value member = value.member(site.name);
    Value result;
    const Method* const method =
        member.kind() == Kind::callable ? nullptr : find_method(value, site.name);
    if (method) {
        if (!charge_texts(value, arguments.view.positional)) return false;
        Result returned = (*method)(evaluation(), value, arguments.view);
        if (!returned) return fail(std::move(returned.error()));
        result = std::move(*returned);
        if (!charge(result)) return false;
    } else if (member.is_undefined()) {
        return fail(unknown_method(value, site.name));
    } else if (!call_value(member, arguments.view, result)) {
        return false;
    }
    drop_to(arguments.first - 1);
    push(std::move(result));
    return true;
}

bool Run::do_filter(const Instruction& instruction) {
    const CallSite& site = frame_->program.calls[instruction.operand];
    CallArguments arguments;
    if (!take_arguments(site, arguments)) return false;
    const std::size_t input = arguments.first - 1;
    auto& positional = arguments.view.positional;
    if (arguments.positional_copy.empty()) {
        positional = stack_.from(input).first(site.positional + 1);
    } else {
        arguments.positional_copy.insert(arguments.positional_copy.begin(), stack_[input]);
        positional = arguments.positional_copy;
    }
    if (!charge_texts(positional[0], positional.subspan(1))) return false;
    Result result = (*site.function)(evaluation(), arguments.view);
    if (!result) return fail(fmt::format("{}: {}", site.name, result.error()));
    drop_to(input);
    return push_result(std::move(result));
}

bool Run::do_test(const Instruction& instruction) {
    if (!do_filter(instruction)) return false;
    if (instruction.flag != 0) top() = Value(!top().truth());
    return true;
}

bool Run::do_make_macro(const Instruction& instruction) {
    auto macro = std::make_shared<Macro>(*this, frame_->program, instruction.operand,
                                         frame_->context, *escaper_);
    frame_->context.keep();
    for (const Capture& capture : macro->code.captures) macro->cells.push_back(slot(capture.outer));
    push(Value::callable(std::move(macro)));
    return true;
}

bool Run::call_macro(const Macro& macro, const value::Arguments& arguments, Value& result) {
    if (&macro.owner != this) return fail("this macro belongs to another rendering");
    const Escaper* const outer = std::exchange(escaper_, &macro.escaper);
    begin_capture();
    if (!run_macro(macro, arguments)) return false;
    result = captured_text();
    escaper_ = outer;
    return charge(result);
}

// Whether what a macro writes is what is written of it: not if it must still be escaped.
bool Run::is_printable(const Macro& macro) const {
    return &macro.escaper == escaper_ || escaper_ == plain_;
}

// {{ macro(..) }}: it writes where its output belongs, and no text is made of that.
bool Run::print_macro(const Macro& macro, const value::Arguments& arguments) {
    if (&macro.owner != this) return fail("this macro belongs to another rendering");
    const Escaper* const outer = std::exchange(escaper_, &macro.escaper);
    if (!run_macro(macro, arguments)) return false;
    escaper_ = outer;
    return true;
}

bool Run::run_macro(const Macro& macro, const value::Arguments& arguments) {
    const std::size_t base = stack_.size();
    // The arguments are views into the stack, which may move when it grows.
    std::vector<Value>& slots = workspace_->slots;
    slots.assign(macro.code.slots, Value());
    if (!bind(macro, arguments, slots)) return false;
    for (Value& value : slots) push(std::move(value));
    slots.clear();
    Frame frame(macro.program, macro.code, macro.context, base);
    return run_frame(frame);
}

bool Run::bind(const Macro& macro, const value::Arguments& arguments, std::vector<Value>& slots) {
    const Code& code = macro.code;
    const std::size_t wanted = code.parameters.size();
    std::uint64_t given = 0;
    value::List more;
    for (std::size_t i = 0; i < arguments.positional.size(); ++i) {
        if (i < wanted) {
            slots[i] = arguments.positional[i];
            given |= std::uint64_t{1} << i;
        } else {
            more.push_back(arguments.positional[i]);
        }
    }
    if (!more.empty() && code.more_slot == no_slot) {
        return fail(fmt::format("the macro \"{}\" takes at most {} arguments", code.name, wanted));
    }
    if (code.more_slot != no_slot) slots[code.more_slot] = Value::tuple(std::move(more));
    if (!bind_named(code, arguments, slots, given)) return false;
    for (std::size_t i = 0; i < wanted; ++i) {
        if ((given >> i & 1) == 0) slots[i] = Value::undefined(code.parameters[i].name);
    }
    slots[code.given_slot] = Value(static_cast<std::int64_t>(given));
    for (std::size_t i = 0; i < code.captures.size(); ++i) {
        slots[code.captures[i].inner] = macro.cells[i];
    }
    return true;
}

bool Run::bind_named(const Code& code, const value::Arguments& arguments, std::vector<Value>& slots,
                     std::uint64_t& given) {
    value::Map named;
    for (const auto& [name, value] : arguments.named) {
        const auto parameter = std::ranges::find(code.parameters, name, &Parameter::name);
        const auto index = static_cast<std::size_t>(parameter - code.parameters.begin());
        if (parameter == code.parameters.end()) {
            if (name == "caller" && code.caller_slot != no_slot) {
                slots[code.caller_slot] = value;
            } else {
                named.set(Value(name), value);
            }
            continue;
        }
        if ((given >> index & 1) != 0) {
            return fail(fmt::format("the macro \"{}\" is given \"{}\" twice", code.name, name));
        }
        given |= std::uint64_t{1} << index;
        slots[index] = value;
    }
    if (code.caller_slot != no_slot && slots[code.caller_slot].is_undefined()) {
        slots[code.caller_slot] = Value::undefined("caller");
    }
    if (code.named_slot != no_slot) {
        slots[code.named_slot] = Value(std::move(named));
    } else if (!named.empty()) {
        return fail(fmt::format("the macro \"{}\" has no parameter \"{}\"", code.name,
                                named.begin()->first.print()));
    }
    return true;
}

}  // namespace tined::templates
