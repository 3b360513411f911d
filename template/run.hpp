// One rendering: executes a program. A machine with a stack of values; each instruction is one
// member function (run_*.cpp), found in a table by its Op.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "template/context.hpp"
#include "template/environment.hpp"
#include "template/output.hpp"
#include "template/program.hpp"
#include "template/run_objects.hpp"
#include "template/workspace.hpp"
#include "value/value.hpp"

namespace tined::templates {

class Run {
public:
    /// All outlive the run. Output is appended to `out`.
    Run(Environment& environment, const Names& names, std::string& out);
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    /// Once. False: error() says what and where.
    bool render(const Program& program);
    /// The value of a program that is an expression.
    std::optional<value::Value> evaluate(const Program& program);
    Error& error() { return *error_; }

private:
    using Handler = bool (*)(Run&, const Instruction&);

    /// A code that is being executed.
    struct Frame {
        Frame(const Program& its_program, const Code& its_code, Context& its_context,
              std::size_t its_base)
            : program(its_program),
              code(its_code),
              context(its_context),
              letters(its_program.letters.data()),
              base(its_base),
              next(code.instructions.data()),
              end(next + code.instructions.size()) {}

        void jump(std::uint32_t to) { next = code.instructions.data() + to; }
        /// The number of the instruction that is being executed.
        std::size_t at() const {
            const auto before = next - code.instructions.data();
            return before > 0 ? static_cast<std::size_t>(before - 1) : 0;
        }

        const Program& program;
        const Code& code;
        Context& context;
        const char* letters;  ///< the program's
        std::size_t base;     ///< its slots on the stack
        const Instruction* next;
        const Instruction* end;
        Slot block = 0;  ///< the name, if it is a block's
        std::size_t level = 0;
        const Template* parent = nullptr;  ///< what the template extends, once it has said so
        std::size_t extends_at = 0;        ///< the instruction that said so
        const Frame* child = nullptr;      ///< of the template that extends this one
        int generation = 0;                ///< how many templates have extended up to this one
        const Frame* caller = nullptr;     ///< what included, called or wrote this one
        std::uint64_t number = 0;          ///< no two of a rendering have the same
    };

    /// A call's arguments, where they stand on the stack or, if any are spread, copied.
    struct CallArguments {
        std::size_t first;  ///< the stack's size without them
        std::vector<value::Value> positional_copy;
        std::vector<std::pair<std::string_view, value::Value>> named;
        value::Arguments view;
    };

    // run.cpp: codes and frames
    bool run_template(const Program& program, Context& context);
    bool run_generation(const Program& program, Context& context, const Frame* child);
    bool run_frame(Frame& frame);
    bool print_result(Frame& frame);
    bool print(const value::Value& value);
    bool print_long(const value::Value& value);
    bool print_other(const value::Value& value);
    bool write_text(const Instruction& text);
    bool write_text_behind();
    bool write_long(const char* letters, std::size_t size);
    /// After what was to be written, if it had room.
    bool go_on(bool was_written) { return was_written ? write_text_behind() : fail_for_length(); }
    bool take_turn() { return meter_.take() || fail_for_turns(); }
    bool fail_for_turns();
    bool execute();
    /// As a plain function: a call by a pointer to a member asks first whether that is virtual.
    template <bool (Run::*member)(const Instruction&)>
    static bool handle(Run& run, const Instruction& instruction) {
        return (run.*member)(instruction);
    }
    static std::span<const Handler> handlers();
    bool fail(std::string message);
    void add_chain(Error& error) const;
    void add_present(Error& error) const;
    bool fail_undefined(const value::Value& value);
    Evaluation evaluation();

    value::Value pop() { return stack_.take(); }
    void push(value::Value value) { stack_.push(std::move(value)); }
    bool push_result(Result result);
    value::Value& top() { return stack_.back(); }
    value::Value& slot(std::uint32_t index) { return stack_[frame_->base + index]; }
    std::size_t from_top(std::size_t count) const { return stack_.size() - count; }
    void drop_to(std::size_t size) { stack_.resize(size); }
    /// A row of the program's tables, whose number an instruction has from the compiler.
    template <typename Row>
    static const Row& row(const std::vector<Row>& rows, std::uint32_t number) {
        return rows.data()[number];
    }
    /// Counts what big values cost, so that no loop can hoard them.
    bool charge(const value::Value& value);
    /// What reading takes of the turns; of arguments only texts: most calls read no whole list.
    bool charge_reading(const value::Value& value);
    bool charge_texts(const value::Value& first, std::span<const value::Value> more);
    bool charge_comparing(const value::Value& left, const value::Value& right);
    bool is_truth(const value::Value& value, bool& truth);

    bool fail_for_length();
    void open_output();
    std::size_t output_limit() const {
        return captures_open_ == 0 ? out_start_ + bounds_.output : bounds_.output;
    }
    void begin_capture();
    std::string& end_capture();  ///< good until the next begin_capture()
    value::Value captured_text();

    std::unique_ptr<Context> new_context(const Context* parent, const Names* names);
    void release(std::unique_ptr<Context> context);

    // run_values.cpp
    bool do_text(const Instruction& instruction);
    bool do_print(const Instruction& instruction);
    bool do_print_name(const Instruction& instruction);
    bool do_print_local(const Instruction& instruction);
    bool do_print_local_member(const Instruction& instruction);
    bool do_load_local_member(const Instruction& instruction);
    bool do_jump_unless_local_member(const Instruction& instruction);
    const value::Value* member_of_local(const Instruction& load);
    bool do_constant(const Instruction& instruction);
    bool do_load_name(const Instruction& instruction);
    bool do_load_local(const Instruction& instruction);
    bool do_load_cell(const Instruction& instruction);
    bool do_store_local(const Instruction& instruction);
    bool do_store_cell(const Instruction& instruction);
    bool do_export_name(const Instruction& instruction);
    bool do_pop(const Instruction& instruction);
    bool do_member(const Instruction& instruction);
    bool do_item(const Instruction& instruction);
    bool do_slice(const Instruction& instruction);
    bool do_unary(const Instruction& instruction);
    bool do_binary(const Instruction& instruction);
    bool do_compare(const Instruction& instruction);
    bool do_compare_chain(const Instruction& instruction);
    bool do_make_list(const Instruction& instruction);
    bool do_make_tuple(const Instruction& instruction);
    bool do_make_map(const Instruction& instruction);
    bool do_unpack(const Instruction& instruction);
    bool do_set_member(const Instruction& instruction);
    value::List take_list(std::size_t count);

    // run_control.cpp
    bool do_no_operation(const Instruction& instruction);
    bool do_jump(const Instruction& instruction);
    bool do_jump_if_false(const Instruction& instruction);
    bool do_jump_unless_local(const Instruction& instruction);
    bool do_jump_if_false_or_pop(const Instruction& instruction);
    bool do_jump_if_true_or_pop(const Instruction& instruction);
    bool do_jump_unless_missing(const Instruction& instruction);
    bool do_capture_begin(const Instruction& instruction);
    bool do_capture_end(const Instruction& instruction);
    bool do_escape_begin(const Instruction& instruction);
    bool do_escape_end(const Instruction& instruction);

    // run_loops.cpp
    bool do_loop_begin(const Instruction& instruction);
    bool do_loop_next(const Instruction& instruction);
    bool do_loop_next_local(const Instruction& instruction);
    bool do_loop_again(const Instruction& instruction);
    bool do_loop_end(const Instruction& instruction);
    bool do_count_turn(const Instruction& instruction);
    bool do_append_local(const Instruction& instruction);
    bool do_loop_field(const Instruction& instruction);
    bool do_loop_value(const Instruction& instruction);
    bool do_loop_cycle(const Instruction& instruction);
    bool do_loop_changed(const Instruction& instruction);
    bool do_loop_recurse(const Instruction& instruction);
    bool recurse(const LoopSite& site, int depth, value::Value items, value::Value& written);
    bool call_loop(const LoopValue& loop, const value::Arguments& arguments, value::Value& result);
    Loop& loop(std::size_t distance) { return loops_[loops_.size() - 1 - distance]; }
    static value::Value field_of(const Loop& loop, LoopField field);

    // run_calls.cpp
    bool do_call(const Instruction& instruction);
    bool do_call_member(const Instruction& instruction);
    bool do_filter(const Instruction& instruction);
    bool do_test(const Instruction& instruction);
    bool do_make_macro(const Instruction& instruction);
    bool take_arguments(const CallSite& site, CallArguments& arguments);
    bool spread(const CallSite& site, CallArguments& arguments);
    bool call_value(const value::Value& callee, const value::Arguments& arguments,
                    value::Value& result);
    bool call_block(const BlockCall& call, const value::Arguments& arguments, value::Value& result);
    bool call_macro(const Macro& macro, const value::Arguments& arguments, value::Value& result);
    bool is_printable(const Macro& macro) const;
    bool print_macro(const Macro& macro, const value::Arguments& arguments);
    bool run_macro(const Macro& macro, const value::Arguments& arguments);
    bool bind(const Macro& macro, const value::Arguments& arguments,
              std::vector<value::Value>& slots);
    bool bind_named(const Code& code, const value::Arguments& arguments,
                    std::vector<value::Value>& slots, std::uint64_t& given);

    // run_templates.cpp
    bool do_block(const Instruction& instruction);
    bool do_super(const Instruction& instruction);
    bool do_extends(const Instruction& instruction);
    bool do_include(const Instruction& instruction);
    bool do_import_module(const Instruction& instruction);
    bool do_import_name(const Instruction& instruction);
    bool do_self_value(const Instruction& instruction);
    bool run_block(Slot name, const BlockBody& body, std::size_t level, Context& context,
                   bool is_captured);
    std::unique_ptr<Context> context_with(const std::vector<Slot>& locals, const Context* parent,
                                          const Names* names);
    bool find_template(const value::Value& names, const AskedTemplate& asked, bool ignore_missing,
                       const Template*& found);
    bool find_first(std::span<const value::Value> names, const Template*& found);
    const Escaper& escaper_for(const Program& program) const;

    Environment& environment_;
    const Bounds& bounds_;
    const Names& names_;
    std::string& out_;
    std::size_t out_start_;
    const Escaper* const plain_ = &no_escaping();
    const Escaper* const html_ = &html_escaping();
    const Escaper* escaper_ = plain_;
    std::unique_ptr<Workspace> workspace_;
    ValueStack& stack_;
    std::vector<Loop>& loops_;
    std::vector<std::string>& captures_;  // the first captures_open_ are in use
    std::size_t captures_open_ = 0;
    Output output_;  // to the innermost capture, or to out_
    Frame* frame_ = nullptr;
    std::uint64_t frames_ = 0;
    int depth_ = 0;
    int next_loop_depth_ = 1;  // what loop.depth is in the next recursive loop
    Meter meter_;
    std::uint64_t charged_ = 0;
    std::optional<Error> error_;
};

}  // namespace tined::templates
