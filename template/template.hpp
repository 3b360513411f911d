// A compiled template: a flat program that writes text, or an expression that makes a value.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "template/error.hpp"
#include "template/escaper.hpp"
#include "template/names.hpp"
#include "value/value.hpp"

namespace tined::templates {

struct Program;

/// A name that a template asks of Names, with the members that are asked of it in writing:
/// `user.name[0].x` is {"user", {"name"}}. Who compiles can hold it against what there can be.
struct FreeName {
    std::string name;
    std::vector<std::string> members;
    std::string file;  ///< the template that asks: an included one has its own
    Place place;
    bool optional = false;  ///< only asked whether it is there: `x is defined`, `x | default(..)`
};

/// What Environment compiled. It must not outlive its Environment. Rendering changes nothing in it.
class Template {
public:
    /// For Environment: a template is always one that compiled.
    explicit Template(std::unique_ptr<const Program> program) noexcept;
    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;
    ~Template();

    /// Appends the output to `out`. On an error what was appended is cut off again.
    std::expected<void, Error> render(const Names& names, std::string& out) const;
    /// Of text that is one {{ expression }} and nothing else, and of a bare expression: the value
    /// itself, with its type. Of any other text: what it renders to.
    std::expected<value::Value, Error> evaluate(const Names& names) const;

    /// What is wrong with what it made, told at the place where it begins.
    Error fault(std::string message) const;

    /// No {{ }} or {% %} in it: leading_text() is then all of it.
    bool is_constant() const noexcept;
    bool is_single_expression() const noexcept;
    /// The constant text before the first {{ or {%.
    std::string_view leading_text() const noexcept;
    /// In the order of writing, with those of what it extends and includes by constant names.
    const std::vector<FreeName>& free_names() const noexcept;

    const Program& program() const noexcept { return *program_; }

private:
    std::unique_ptr<const Program> program_;
};

}  // namespace tined::templates
