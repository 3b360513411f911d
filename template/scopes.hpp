// Which variable a name means, while a template is compiled. Jinja2's rules: loops, macros, blocks
// and with have scopes of their own, if and autoescape have not; what is set on the outermost level
// belongs to the whole rendering and has no slot.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "template/ast.hpp"
#include "template/program.hpp"

namespace tined::templates {

struct Local {
    std::string name;
    std::uint32_t slot;
    bool is_set = true;  ///< surely has a value of its own where the compiler stands
    /// Was read where it might not be set: it begins as what the name means further out.
    bool needs_initial = false;
    Place first_read = {};
    std::uint32_t initial_at = 0;  ///< the instruction that is kept free for that
    int loop = 0;                  ///< the number of the loop whose `loop` this is, counted from 1
    bool is_used = false;          ///< was read as a whole
};

/// A code that is being compiled. `outer` is the one whose variables it can capture, or null.
class FunctionScope {
public:
    FunctionScope(std::uint32_t code, FunctionScope* outer) : code_(code), outer_(outer) {}

    std::uint32_t code() const { return code_; }
    void open() { scopes_.emplace_back(); }
    std::vector<Local> close();
    /// Whether what is set here is set for the whole rendering.
    bool is_outermost() const { return code_ == 0 && scopes_.empty(); }

    Local& declare(std::string_view name, bool is_set);
    std::uint32_t new_slot() { return slots_++; }
    std::uint32_t slots() const { return slots_; }

    /// The variable, captured from an outer code if it must be. Null: no variable has this name.
    /// With `skip_innermost` as it is seen from outside of the present scope.
    Local* find(std::string_view name, bool skip_innermost = false);
    Local* find_innermost(std::string_view name);
    /// All that can be seen, nearer ones first, each name once.
    std::vector<Local*> visible();

    /// The definite assignments, for branches: a variable is set after them if all set it.
    std::vector<bool> assignments() const;
    void assume(const std::vector<bool>& assignments);

    const std::set<std::uint32_t>& cells() const { return cells_; }
    const std::vector<Capture>& captures() const { return captures_; }
    int open_loops = 0;

private:
    std::uint32_t code_;
    FunctionScope* outer_;
    std::uint32_t slots_ = 0;
    std::vector<std::vector<Local>> scopes_;
    std::vector<Local> captured_;
    std::vector<Capture> captures_;
    std::set<std::uint32_t> cells_;  // slots that are shared with inner codes or with outer ones
};

/// The names that a body sets in its own scope.
std::vector<std::string> assigned_names(const ast::Body& body);

}  // namespace tined::templates
