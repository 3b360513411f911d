// Turns a tree into a program. What a statement or an expression becomes is one function each, in
// compiler_expression.cpp, compiler_statement.cpp, compiler_loop.cpp and compiler_templates.cpp.
#pragma once

#include <expected>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "template/ast.hpp"
#include "template/environment.hpp"
#include "template/program.hpp"
#include "template/scopes.hpp"

namespace tined::templates {

/// What is known about a name where an expression is compiled.
struct Asked {
    std::vector<std::string> members;  ///< asked of the expression's value right after
    bool optional = false;             ///< only to see whether it is there
};

/// Used once. After the first mistake it goes on to the tree's end and says only that one.
class Compiler {
public:
    Compiler(Environment& environment, const Origin& origin, const Escaper& escaper);

    std::expected<std::unique_ptr<Program>, Error> compile(const ast::Body& body);
    std::expected<std::unique_ptr<Program>, Error> compile_bare(const ast::Expression& expression);

private:
    using Index = std::uint32_t;

    // Expressions: each leaves one value on the stack.
    void compile_expression(const ast::Expression& expression, const Asked& asked = {});
    void compile_form(const ast::Literal& literal, Place place, const Asked& asked);
    void compile_form(const ast::Name& name, Place place, const Asked& asked);
    void compile_form(const ast::Member& member, Place place, const Asked& asked);
    void compile_form(const ast::Item& item, Place place, const Asked& asked);
    void compile_form(const ast::Slice& slice, Place place, const Asked& asked);
    void compile_form(const ast::Call& call, Place place, const Asked& asked);
    void compile_form(const ast::Filter& filter, Place place, const Asked& asked);
    void compile_form(const ast::Test& test, Place place, const Asked& asked);
    void compile_form(const ast::Unary& unary, Place place, const Asked& asked);
    void compile_form(const ast::Binary& binary, Place place, const Asked& asked);
    void compile_form(const ast::Logical& logical, Place place, const Asked& asked);
    void compile_form(const ast::Comparison& comparison, Place place, const Asked& asked);
    void compile_form(const ast::Conditional& conditional, Place place, const Asked& asked);
    void compile_form(const ast::Sequence& sequence, Place place, const Asked& asked);
    void compile_form(const ast::Dictionary& dictionary, Place place, const Asked& asked);
    Asked asked_of(std::string_view member, const Asked& asked) const;
    CallSite compile_arguments(const ast::Arguments& arguments);
    bool compile_special_call(const ast::Call& call, Place place, bool captured);
    bool compile_loop_call(const ast::Call& call, Place place);
    bool compile_loop_field(const ast::Member& member, Place place);
    bool compile_super(const ast::Call& call, Place place, bool captured);
    bool compile_self(const ast::Call& call, Place place, bool captured);
    void compile_filters(const ast::FilterChain& filters);

    // Statements
    void compile_body(const ast::Body& body);
    void compile_statement(const ast::Text& text, Place place);
    void compile_statement(const ast::Print& print, Place place);
    void compile_statement(const ast::If& branching, Place place);
    void compile_statement(const ast::For& loop, Place place);
    void compile_statement(const ast::While& loop, Place place);
    void compile_statement(const ast::Break& jump, Place place);
    void compile_statement(const ast::Continue& jump, Place place);
    void compile_statement(const ast::Do& evaluation, Place place);
    void compile_statement(const ast::Set& set, Place place);
    void compile_statement(const ast::SetBlock& set, Place place);
    void compile_statement(const ast::FilterBlock& block, Place place);
    void compile_statement(const ast::With& with, Place place);
    void compile_statement(const ast::Autoescape& escape, Place place);
    void compile_statement(const ast::Block& block, Place place);
    void compile_statement(const ast::Extends& extends, Place place);
    void compile_statement(const ast::Include& include, Place place);
    void compile_statement(const ast::Import& import, Place place);
    void compile_statement(const ast::FromImport& import, Place place);
    void compile_statement(const ast::Macro& macro, Place place);
    void compile_statement(const ast::CallBlock& call, Place place);
    void compile_captured(const ast::Body& body, Place place);
    void compile_loop_condition(const ast::For& loop, Place place);
    void compile_loop_body(const ast::For& loop, Place place);
    Index compile_macro(const ast::Signature& signature, const ast::Body& body, Place place);
    void declare_parameters(Code& code, const ast::Signature& signature, Place place);
    Index include_site(const ast::Expression& names, bool ignore_missing, bool with_context,
                       Place place);
    void refer(Reference::Use use, const ast::Expression& names, bool ignore_missing,
               bool with_context, Place place);

    // Names
    void load(std::string_view name, Place place, const Asked& asked = {});
    Instruction context_load(std::string_view name, Place place, const Asked& asked);
    void assign(const ast::Target& target);
    void assign_name(std::string_view name, Place place, bool fresh = false);
    void assign_fresh(const ast::Target& target);
    void open_scope(const ast::Body& body, Place place);
    void declare_assigned(const ast::Body& body, Place place);
    void declare_loop(Place place);
    void close_scope();
    std::vector<Slot> load_visible(Place place);
    bool is_known(std::string_view name) const;

    /// What is surely set at a point: of branches that meet, what all of them set.
    struct Assigned {
        std::vector<bool> locals;
        std::set<std::string, std::less<>> exported;
    };
    Assigned assigned() const { return {function_->assignments(), surely_exported_}; }
    void assume(const Assigned& assigned);
    static void meet(Assigned& both, const Assigned& other);

    // Loops
    /// What is open around a statement, within the present code.
    enum class Opened { capture, escape };
    struct OpenLoop {
        Index again;                ///< where {% continue %} goes
        std::size_t opened;         ///< how much was open around the loop
        std::vector<Index> breaks;  ///< jumps whose end is not known yet
    };
    struct Surroundings {
        std::vector<int> recursive_loops;  ///< the sites of open `for` loops; -1: is none
        std::vector<OpenLoop> loops;
        std::vector<Opened> opened;
    };
    OpenLoop* leave_to_loop(std::string_view statement, Place place);
    void patch_breaks();

    // Codes
    Code& code() { return program_->codes[function_->code()]; }
    Index new_code(std::string name);
    void finish_code();
    Index here() { return static_cast<Index>(code().instructions.size()); }
    Index emit(Op op, Place place, Index operand = 0, std::uint8_t flag = 0, std::size_t count = 0);
    void patch(Index instruction) { code().instructions[instruction].operand = here(); }
    Index constant(value::Value value);
    Index member_index(std::string_view name, std::string path);
    template <typename Row>
    static Index add_row(std::vector<Row>& rows, Row row) {
        rows.push_back(std::move(row));
        return static_cast<Index>(rows.size() - 1);
    }
    /// Whether output is for nobody: the template extends another, and this is its own level.
    bool is_mute() const { return has_parent_ && function_->code() == 0; }

    void fail(Place place, std::string message);
    std::expected<std::unique_ptr<Program>, Error> finish();

    Environment& environment_;
    std::unique_ptr<Program> program_;
    FunctionScope* function_ = nullptr;
    bool has_parent_ = false;
    bool in_block_ = false;
    int branches_ = 0;  // open ifs of the present code
    std::set<std::string, std::less<>> surely_exported_;
    std::vector<std::string> known_;  // names that the present block is given
    std::vector<bool> free_in_body_;  // for each own free name: read outside of blocks, macros
    Surroundings around_;
    std::optional<Error> error_;
};

}  // namespace tined::templates
