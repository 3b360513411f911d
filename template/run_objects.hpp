// Values that only a rendering makes: macros, what they share with the code around them, modules,
// namespaces, and a loop as a whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/context.hpp"
#include "template/escaper.hpp"
#include "template/program.hpp"
#include "value/holding.hpp"
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

    /// name, arguments, caller, catch_varargs, catch_kwargs: what Jinja2's macros tell of
    /// themselves.
    value::Value member(std::string_view name) const;

    const Run& owner;
    const Program& program;
    const Code& code;
    Context& context;  // kept to the rendering's end
    const Escaper& escaper;
    std::vector<value::Value> cells;  // one for each of the code's captures
};

/// Null for what is none.
const Macro* macro_of(const value::Value& value);

/// A block that `self` gives, to be called. It belongs to a rendering as a Macro does.
class BlockCall final : public value::Callable {
public:
    BlockCall(const Run& run, Context& its_context, Slot its_block, std::string its_name)
        : owner(run), context(its_context), block(its_block), name_(std::move(its_name)) {}

    std::string_view name() const noexcept override { return name_; }
    std::expected<value::Value, std::string> call(const value::Arguments&) const override {
        return std::unexpected("a block can only be called by the template that has it");
    }

    const Run& owner;
    Context& context;  // kept to the rendering's end
    const Slot block;

private:
    const std::string name_;
};

/// Null for what is none.
const BlockCall* block_call_of(const value::Value& value);

/// What {% import %} makes: what the other template set on its outermost level. And `self`: the
/// template's blocks.
class Module final : public value::Object, public value::Holding {
public:
    explicit Module(value::Map names) : names_(std::move(names)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override { return {}; }
    value::Value surrender() const noexcept override { return std::exchange(names_, {}); }

private:
    mutable value::Map names_;  // constant until it is surrendered
};

/// namespace(): its members can be set by {% set it.member = .. %}, from any depth.
class Namespace final : public value::Object, public value::Holding {
public:
    explicit Namespace(value::Map members) : members_(std::move(members)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;
    void set(std::string_view name, value::Value value) const;
    value::Value surrender() const noexcept override { return std::exchange(members_, {}); }

private:
    mutable value::Map members_;  // a template's values are constant but for this
};

/// cycler(..): next() gives its values in turn, reset() begins anew, `current` is what is next.
class Cycler final : public value::Object, public value::Holding {
public:
    explicit Cycler(value::List items) : items_(std::move(items)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;
    value::Value next() const;
    void reset() const { turn_ = 0; }
    value::Value surrender() const noexcept override { return std::exchange(items_, {}); }

private:
    mutable value::List items_;     // constant until they are surrendered
    mutable std::size_t turn_ = 0;  // a template's values are constant; this one is made to change
};

/// `loop` where it is used as a whole: its state at that moment. A recursive one can be called, by
/// the code that it stands in.
class LoopValue final : public value::Object, public value::Holding {
public:
    LoopValue(value::Map members, const LoopSite* recursive_site, std::uint64_t its_frame,
              int its_depth)
        : site(recursive_site), frame(its_frame), depth(its_depth), members_(std::move(members)) {}
    value::Value member(std::string_view name) const override;
    std::vector<std::pair<std::string, value::Value>> members() const override;
    value::Value surrender() const noexcept override { return std::exchange(members_, {}); }

    const LoopSite* const site;  ///< null: not recursive
    const std::uint64_t frame;   ///< the number of the code's execution
    const int depth;

private:
    mutable value::Map members_;  // constant until they are surrendered
};

/// Null for what is none.
const LoopValue* loop_of(const value::Value& value);

}  // namespace tined::templates
