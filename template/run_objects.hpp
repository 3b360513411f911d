// Values that only a rendering makes: macros, what they share with the code around them, modules,
// namespaces, and a loop as a whole.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/context.hpp"
#include "template/escaper.hpp"
#include "template/program.hpp"
#include "value/value.hpp"

namespace tined::templates {

class Run;

/// A variable that a macro shares with the code it stands in. Never seen by a template.
class Cell final : public value::Object {
public:
    explicit Cell(value::Value its_content) : content(std::move(its_content)) {}
    value::Value member(std::string_view) const override { return {}; }
    std::vector<std::pair<std::string, value::Value>> members() const override { return {}; }

    mutable value::Value content;  // the frame's, which has the cell as a constant value
};

/// What {% macro %} makes, and {% call %} for `caller`. It belongs to the rendering that made it:
/// only there can it be called.
class Macro final : public value::Callable {
public:
    Macro(const Run& run, const Program& its_program, std::uint32_t its_code, Context& its_context,
          const Escaper& its_escaper)
        : owner(run),
          program(its_program),
          code(its_program.codes[its_code]),
          context(its_context),
          escaper(its_escaper) {}

    std::string_view name() const noexcept override { return code.name; }
    std::expected<value::Value, std::string> call(const value::Arguments&) const override {
        return std::unexpected("a macro can only be called by the template that has it");
    }

    const Run& owner;
    const Program& program;
    const Code& code;
    Context& context;  // kept to the rendering's end
    const Escaper& escaper;
    std::vector<value::Value> cells;  // one for each of the code's captures
};

/// What {% import %} makes: what the other template set on its outermost level.
class Module final : public value::Object {
public:
    explicit Module(value::Map names) : names_(std::move(names)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override { return {}; }

private:
    value::Map names_;
};

/// namespace(): its members can be set by {% set it.member = .. %}, from any depth.
class Namespace final : public value::Object {
public:
    explicit Namespace(value::Map members) : members_(std::move(members)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;
    void set(std::string_view name, value::Value value) const;

private:
    mutable value::Map members_;  // a template's values are constant but for this
};

/// `loop` where it is used as a whole: its state at that moment.
class LoopValue final : public value::Object {
public:
    explicit LoopValue(std::vector<std::pair<std::string, value::Value>> members)
        : members_(std::move(members)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override { return members_; }

private:
    std::vector<std::pair<std::string, value::Value>> members_;
};

}  // namespace tined::templates
