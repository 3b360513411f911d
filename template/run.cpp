#include "template/run.hpp"

#include <utility>

#include <fmt/core.h>

#include "template/builtins.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"

namespace tined::templates {

using value::Value;

namespace {

// Values that a loop makes may live on in a list. Together they may take so many times what one
// text may: enough for any page, too little to fill the memory.
constexpr std::uint64_t hoard_factor = 16;
constexpr std::size_t free_of_charge = 4096;

Step::Via via_of(Op op) {
    if (op == Op::include) return Step::Via::include;
    if (op == Op::import_module) return Step::Via::import;
    return op == Op::block || op == Op::super ? Step::Via::block : Step::Via::macro;
}

}  // namespace

Run::Run(Environment& environment, const Names& names, std::string& out)
    : environment_(environment),
      bounds_(environment.settings().bounds),
      names_(names),
      out_(out),
      out_start_(out.size()),
      workspace_(environment.take_workspace()),
      stack_(workspace_->stack),
      loops_(workspace_->loops),
      captures_(workspace_->captures),
      meter_(bounds_.loops) {
    open_output();
}

Run::~Run() {
    output_.settle();  // it may be a capture that is open, after an error
    environment_.give_back(std::move(workspace_));
}

bool Run::render(const Program& program) {
    std::unique_ptr<Context> context = new_context(nullptr, &names_);
    static_cast<void>(output_.reserve(program.last_size));  // a guess: it may fail
    const bool done = run_template(program, *context);
    release(std::move(context));
    output_.settle();
    if (done) program.last_size = out_.size() - out_start_;
    return done;
}

std::optional<Value> Run::evaluate(const Program& program) {
    std::unique_ptr<Context> context = new_context(nullptr, &names_);
    escaper_ = &program.escaper;
    Frame frame(program, program.codes[0], *context, stack_.size());
    const bool done = run_frame(frame);
    release(std::move(context));
    if (!done) return std::nullopt;
    return pop();
}

// The template, then what it extends, with the same context.
bool Run::run_template(const Program& program, Context& context) {
    const Escaper* const outer = std::exchange(escaper_, &escaper_for(program));
    context.blocks = &context.own_blocks;
    context.own_blocks.add(program);
    const bool done = run_generation(program, context, nullptr);
    escaper_ = outer;
    return done;
}

bool Run::run_generation(const Program& program, Context& context, const Frame* child) {
    Frame frame(program, program.codes[0], context, stack_.size());
    frame.child = child;
    frame.generation = child ? child->generation + 1 : 0;
    if (!run_frame(frame) || (program.is_expression && !print_result(frame))) return false;
    if (!frame.parent) return true;
    escaper_ = &escaper_for(frame.parent->program());
    return run_generation(frame.parent->program(), context, &frame);
}

// The value that an expression has left, written as {{ }} writes it.
bool Run::print_result(Frame& frame) {
    Frame* const caller = std::exchange(frame_, &frame);
    if (!do_print({})) return false;
    frame_ = caller;
    return true;
}

// Slots from frame.base on may be there already: a macro's arguments.
bool Run::run_frame(Frame& frame) {
    if (++depth_ > bounds_.depth) {
        --depth_;
        if (!frame_) frame_ = &frame;
        return fail(fmt::format(
            "more than {} templates, blocks and macros within each other (templates.bounds.depth)",
            bounds_.depth));
    }
    if (frame_ && !take_turn()) return false;  // a call that calls twice is a loop
    stack_.resize(frame.base + frame.code.slots);
    for (const std::uint32_t index : frame.code.cells) {
        Value& content = stack_[frame.base + index];
        workspace_->cells.push_back(std::make_shared<const Cell>(std::move(content)));
        content = Value::object(workspace_->cells.back());
    }
    frame.number = ++frames_;
    Frame* const caller = std::exchange(frame_, &frame);
    frame.caller = caller;
    const std::size_t captures = captures_open_;
    const bool done = execute();
    if (!done) return false;  // frames are left as they are: the whole run ends
    if (captures_open_ > captures) end_capture();  // of what extends another only at times
    frame_ = caller;
    --depth_;
    // An expression's value stays, where the slots were.
    if (frame.program.is_expression && &frame.code == &frame.program.codes[0]) {
        Value result = pop();
        drop_to(frame.base);
        push(std::move(result));
    } else {
        drop_to(frame.base);
    }
    return true;
}

bool Run::execute() {
    const Handler* const table = handlers().data();
    Frame& frame = *frame_;  // what calls another comes back with it as the present one
    while (frame.next != frame.end) {
        const Instruction& instruction = *frame.next++;
        if (!table[static_cast<std::size_t>(instruction.op)](*this, instruction)) return false;
    }
    return true;
}

bool Run::fail(std::string message) {
    if (error_) return false;
    const std::size_t at = frame_->at();
    const auto& places = frame_->code.places;
    const Origin& origin = frame_->program.origin;
    const Place place = at < places.size() ? places[at] : Place{origin.line, origin.column};
    error_ = Error{origin.file, place, std::move(message)};
    add_excerpt(*error_, origin, frame_->program.source);
    add_chain(*error_);
    return false;
}

// The present instruction, for what is wrong in a template that it asks for.
void Run::add_present(Error& error) const {
    const std::size_t at = frame_->at();
    const Op op = frame_->code.instructions[at].op;
    add_step(error, {op == Op::extends ? Step::Via::extends : via_of(op),
                     frame_->program.origin.file, frame_->code.places[at]});
}

// From the present frame outwards: who extended its template, and what led to that one.
void Run::add_chain(Error& error) const {
    const auto place_of = [](const Frame& frame, std::size_t at) {
        const auto& places = frame.code.places;
        return at < places.size() ? places[at] : Place();
    };
    for (const Frame* frame = frame_; frame; frame = frame->caller) {
        for (; frame->child; frame = frame->child) {
            const Frame& child = *frame->child;
            add_step(error, {Step::Via::extends, child.program.origin.file,
                             place_of(child, child.extends_at)});
        }
        if (!frame->caller) break;
        const Frame& caller = *frame->caller;
        const std::size_t at = caller.at();
        add_step(error, {via_of(caller.code.instructions[at].op), caller.program.origin.file,
                         place_of(caller, at)});
    }
}

bool Run::fail_undefined(const Value& value) { return fail(undefined_message(value)); }

Evaluation Run::evaluation() {
    return {environment_.builtins(), escaper_ == html_, bounds_.output,
            static_cast<std::size_t>(bounds_.loops), meter_};
}

bool Run::push_result(Result result) {
    if (!result) return fail(std::move(result.error()));
    if (!charge(*result)) return false;
    push(std::move(*result));
    return true;
}

bool Run::charge(const Value& value) {
    std::size_t size = 0;
    if (value.is_text()) size = value.as_text().size();
    if (value.kind() == value::Kind::list) size = value.as_list().size() * sizeof(Value);
    if (size <= free_of_charge) return true;
    charged_ += size;
    if (charged_ <= hoard_factor * bounds_.output) return true;
    return fail(
        fmt::format("the texts and lists that this template makes take more than {} bytes "
                    "({} times templates.bounds.output)",
                    hoard_factor * bounds_.output, hoard_factor));
}

bool Run::charge_reading(const Value& value) { return meter_.read(value) || fail_for_turns(); }

bool Run::charge_texts(const Value& first, std::span<const Value> more) {
    if (first.is_text() && !charge_reading(first)) return false;
    for (const Value& value : more) {
        if (value.is_text() && !charge_reading(value)) return false;
    }
    return true;
}

// A text is sought in a text or a list, where it is compared with those that are as long.
bool Run::charge_comparing(const Value& left, const Value& right) {
    if (right.is_text()) return !left.is_text() || charge_reading(right);
    if (right.kind() != value::Kind::list) return true;
    if (!charge_reading(right)) return false;
    if (!left.is_text() || left.as_text().size() < Meter::bytes_of_turn) return true;
    for (const Value& item : right.as_list()) {
        const bool is_as_long = item.is_text() && item.as_text().size() == left.as_text().size();
        if (is_as_long && !charge_reading(item)) return false;
    }
    return true;
}

bool Run::fail_for_turns() { return fail(too_much_work(evaluation()).error()); }

bool Run::is_truth(const Value& value, bool& truth) {
    if (value.is_undefined() && environment_.settings().strict) return fail_undefined(value);
    truth = value.truth();
    return true;
}

bool Run::fail_for_length() {
    return fail(fmt::format("the output is longer than {} bytes (templates.bounds.output)",
                            bounds_.output));
}

void Run::begin_capture() {
    output_.settle();  // the outer capture may move
    if (captures_open_ == captures_.size()) captures_.emplace_back();
    captures_[captures_open_++].clear();
    open_output();
}

std::string& Run::end_capture() {
    std::string& captured = captures_[--captures_open_];
    open_output();
    return captured;
}

void Run::open_output() {
    output_.open(captures_open_ == 0 ? out_ : captures_[captures_open_ - 1], output_limit());
}

// Safe if it has been escaped as it was written: it must not be escaped again.
Value Run::captured_text() {
    const bool is_safe = escaper_ != plain_;
    const std::string& text = end_capture();
    return is_safe ? Value::safe_text(text) : Value(text);
}

std::unique_ptr<Context> Run::new_context(const Context* parent, const Names* names) {
    auto& spare = workspace_->spare;
    std::unique_ptr<Context> context;
    if (spare.empty()) {
        context = std::make_unique<Context>();
    } else {
        context = std::move(spare.back());
        spare.pop_back();
        context->clear();
    }
    context->parent = parent;
    context->names = names;
    context->blocks = parent ? parent->blocks : nullptr;
    return context;
}

void Run::release(std::unique_ptr<Context> context) {
    auto& shelf = context->is_kept ? workspace_->kept : workspace_->spare;
    shelf.push_back(std::move(context));
}

// In the order of Op.
std::span<const Run::Handler> Run::handlers() {
    static constexpr Handler table[] = {
        &handle<&Run::do_text>,
        &handle<&Run::do_print>,
        &handle<&Run::do_print_name>,
        &handle<&Run::do_print_local>,
        &handle<&Run::do_print_local_member>,
        &handle<&Run::do_load_local_member>,
        &handle<&Run::do_jump_unless_local>,
        &handle<&Run::do_jump_unless_local_member>,
        &handle<&Run::do_constant>,
        &handle<&Run::do_load_name>,
        &handle<&Run::do_load_local>,
        &handle<&Run::do_load_cell>,
        &handle<&Run::do_store_local>,
        &handle<&Run::do_store_cell>,
        &handle<&Run::do_export_name>,
        &handle<&Run::do_pop>,
        &handle<&Run::do_member>,
        &handle<&Run::do_item>,
        &handle<&Run::do_slice>,
        &handle<&Run::do_unary>,
        &handle<&Run::do_binary>,
        &handle<&Run::do_compare>,
        &handle<&Run::do_compare_chain>,
        &handle<&Run::do_make_list>,
        &handle<&Run::do_make_tuple>,
        &handle<&Run::do_make_map>,
        &handle<&Run::do_unpack>,
        &handle<&Run::do_set_member>,
        &handle<&Run::do_no_operation>,
        &handle<&Run::do_jump>,
        &handle<&Run::do_jump_if_false>,
        &handle<&Run::do_jump_if_false_or_pop>,
        &handle<&Run::do_jump_if_true_or_pop>,
        &handle<&Run::do_jump_unless_missing>,
        &handle<&Run::do_loop_begin>,
        &handle<&Run::do_loop_next>,
        &handle<&Run::do_loop_next_local>,
        &handle<&Run::do_loop_again>,
        &handle<&Run::do_loop_end>,
        &handle<&Run::do_count_turn>,
        &handle<&Run::do_append_local>,
        &handle<&Run::do_loop_field>,
        &handle<&Run::do_loop_value>,
        &handle<&Run::do_loop_cycle>,
        &handle<&Run::do_loop_changed>,
        &handle<&Run::do_loop_recurse>,
        &handle<&Run::do_call>,
        &handle<&Run::do_call_member>,
        &handle<&Run::do_filter>,
        &handle<&Run::do_test>,
        &handle<&Run::do_make_macro>,
        &handle<&Run::do_capture_begin>,
        &handle<&Run::do_capture_end>,
        &handle<&Run::do_escape_begin>,
        &handle<&Run::do_escape_end>,
        &handle<&Run::do_block>,
        &handle<&Run::do_super>,
        &handle<&Run::do_extends>,
        &handle<&Run::do_include>,
        &handle<&Run::do_import_module>,
        &handle<&Run::do_import_name>,
        &handle<&Run::do_self_value>,
    };
    return table;
}

}  // namespace tined::templates
