// Instructions that write blocks and other templates.
#include <utility>

#include <fmt/core.h>

#include "template/operators.hpp"
#include "template/run.hpp"

namespace tined::templates {

using value::Value;

// A context for another template or a scoped block: what is there, and the locals on the stack.
std::unique_ptr<Context> Run::context_with(const std::vector<Slot>& locals, const Context* parent,
                                           const Names* names) {
    std::unique_ptr<Context> context = new_context(parent, names);
    const std::size_t first = from_top(locals.size());
    for (std::size_t i = 0; i < locals.size(); ++i) {
        Value& value = stack_[first + i];
        if (!value.is_undefined()) context->values.emplace_back(locals[i], std::move(value));
    }
    drop_to(first);
    return context;
}

bool Run::do_block(const Instruction& instruction) {
    const BlockSite& site = frame_->program.block_sites[instruction.operand];
    const BlockTable& blocks = *frame_->context.blocks;
    const BlockBody* const body = blocks.find(site.name, 0);
    if (!body) {
        return fail(
            fmt::format("there is no block \"{}\"", environment_.symbols().name_of(site.name)));
    }
    if (site.required && !blocks.find(site.name, 1)) {
        return fail(fmt::format("the block \"{}\" is required, and no template fills it",
                                environment_.symbols().name_of(site.name)));
    }
    const bool is_captured = instruction.flag != 0;
    if (site.locals.empty()) return run_block(site.name, *body, 0, frame_->context, is_captured);
    std::unique_ptr<Context> context = context_with(site.locals, &frame_->context, nullptr);
    const bool done = run_block(site.name, *body, 0, *context, is_captured);
    release(std::move(context));
    return done;
}

bool Run::do_super(const Instruction& instruction) {
    const std::size_t level = frame_->level + instruction.count;
    const BlockBody* const body = frame_->context.blocks->find(frame_->block, level);
    if (!body) {
        return fail(fmt::format("no template further up has the block \"{}\"", frame_->code.name));
    }
    return run_block(frame_->block, *body, level, frame_->context, instruction.flag != 0);
}

bool Run::run_block(Slot name, const BlockBody& body, std::size_t level, Context& context,
                    bool is_captured) {
    const Escaper* const outer = escaper_;
    const Program& program = *body.program;
    escaper_ = &escaper_for(program);
    if (is_captured) begin_capture();
    Frame frame(program, program.codes[body.code], context, stack_.size());
    frame.block = name;
    frame.level = level;
    if (!run_frame(frame)) return false;
    if (is_captured) push(captured_text());
    escaper_ = outer;
    return true;
}

// `self`: what is there at this moment, so that it refers to nothing when it outlives the
// rendering.
bool Run::do_self_value(const Instruction&) {
    value::Map blocks;
    for (const Slot name : frame_->context.blocks->names()) {
        const std::string_view text = environment_.symbols().name_of(name);
        blocks.set(Value(text), Value::callable(std::make_shared<const BlockCall>(
                                    *this, frame_->context, name, std::string(text))));
    }
    frame_->context.keep();
    push(Value::object(std::make_shared<const Module>(std::move(blocks))));
    return true;
}

bool Run::call_block(const BlockCall& call, const value::Arguments& arguments, Value& result) {
    if (&call.owner != this) return fail("this block belongs to another rendering");
    if (!arguments.positional.empty() || !arguments.named.empty()) {
        return fail(fmt::format("the block \"{}\" takes no arguments", call.name()));
    }
    const BlockBody* const body = call.context.blocks->find(call.block, 0);
    if (!run_block(call.block, *body, 0, call.context, true)) return false;
    result = pop();
    return true;
}

// A text that is for a place of its own stays escaped for that place, whatever it includes.
const Escaper& Run::escaper_for(const Program& program) const {
    const bool is_special = escaper_ != plain_ && escaper_ != html_;
    return is_special ? *escaper_ : program.escaper;
}

bool Run::do_extends(const Instruction& instruction) {
    if (frame_->parent) return fail("a template extends only one other");
    if (frame_->generation >= bounds_.depth) {
        return fail(fmt::format("more than {} templates extend each other (templates.bounds.depth)",
                                bounds_.depth));
    }
    const Value name = pop();
    const Template* parent = nullptr;
    if (!find_template(name, row(frame_->program.extended, instruction.operand), false, parent)) {
        return false;
    }
    frame_->parent = parent;
    frame_->extends_at = frame_->at();
    frame_->context.blocks->add(parent->program());
    if (instruction.flag != 0) begin_capture();
    return true;
}

// The template of a name, or the first that is there of a list of names.
bool Run::find_template(const Value& names, const AskedTemplate& asked, bool ignore_missing,
                        const Template*& found) {
    found = asked.found;
    if (found) return true;
    const bool is_list = names.kind() == value::Kind::list;
    const Value single[] = {names};
    const std::span<const Value> all =
        is_list ? names.as_list().items() : std::span<const Value>(single);
    if (!find_first(all, found)) return false;
    if (found && asked.is_constant) asked.found = found;
    if (found || ignore_missing) return true;
    if (all.empty()) return fail("a list of no templates");
    return fail(all.size() == 1
                    ? message_for_missing(all[0].as_text())
                    : fmt::format("none of these templates is there: {}", names.print()));
}

bool Run::find_first(std::span<const Value> names, const Template*& found) {
    for (const Value& name : names) {
        if (name.is_undefined()) return fail_undefined(name);
        if (!name.is_text()) {
            return fail(fmt::format("a template's name is text, not {}", kind_with_article(name)));
        }
        auto loaded = environment_.find(name.as_text());
        if (!loaded) {
            error_ = std::move(loaded.error());
            add_present(*error_);
            add_chain(*error_);
            return false;
        }
        found = *loaded;
        if (found) return true;
    }
    return true;
}

bool Run::do_include(const Instruction& instruction) {
    const IncludeSite& site = frame_->program.includes[instruction.operand];
    const Value names = stack_[from_top(site.locals.size() + 1)];
    const Template* found = nullptr;
    if (!find_template(names, site.asked, site.ignore_missing, found)) return false;
    bool done = true;
    if (found) {
        const bool given = site.with_context;
        auto context = context_with(site.locals, given ? &frame_->context : nullptr, nullptr);
        done = run_template(found->program(), *context);
        release(std::move(context));
    } else {
        drop_to(from_top(site.locals.size()));
    }
    if (done) stack_.pop();
    return done;
}

bool Run::do_import_module(const Instruction& instruction) {
    const IncludeSite& site = frame_->program.includes[instruction.operand];
    const Value names = stack_[from_top(site.locals.size() + 1)];
    const Template* found = nullptr;
    if (!find_template(names, site.asked, false, found)) return false;
    auto given = context_with(site.locals, site.with_context ? &frame_->context : nullptr, nullptr);
    auto context = new_context(given.get(), nullptr);
    begin_capture();
    if (!run_template(found->program(), *context)) return false;
    end_capture();
    value::Map exported;
    for (const auto& [slot, value] : context->values) {
        const std::string_view name = environment_.symbols().name_of(slot);
        if (!name.starts_with('_')) exported.set(Value(name), value);
    }
    release(std::move(context));
    release(std::move(given));
    top() = Value::object(std::make_shared<const Module>(std::move(exported)));
    return true;
}

bool Run::do_import_name(const Instruction& instruction) {
    const AskedMember& member = frame_->program.members[instruction.operand];
    Value found = top().member(member.name);
    push(found.is_undefined() ? member.missing : std::move(found));
    return true;
}

}  // namespace tined::templates
