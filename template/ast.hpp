// A template as it is written: what the parser makes and the compiler turns into a program.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "template/error.hpp"
#include "template/operators.hpp"
#include "value/value.hpp"

namespace tined::templates::ast {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Literal {
    value::Value value;
};
struct Name {
    std::string name;
};
/// of.name
struct Member {
    ExpressionPtr of;
    std::string name;
};
/// of[key]
struct Item {
    ExpressionPtr of;
    ExpressionPtr key;
};
/// of[from:to:step], each of which may be null
struct Slice {
    ExpressionPtr of;
    ExpressionPtr from;
    ExpressionPtr to;
    ExpressionPtr step;
};
struct NamedArgument {
    std::string name;
    ExpressionPtr value;
};
struct Arguments {
    std::vector<ExpressionPtr> positional;
    std::vector<NamedArgument> named;
    ExpressionPtr spread_list;  ///< *list, or null
    ExpressionPtr spread_map;   ///< **map, or null
};
struct Call {
    ExpressionPtr callee;
    Arguments arguments;
};
/// input | name(arguments); `input` is null where a block's output is what is filtered.
struct Filter {
    ExpressionPtr input;
    std::string name;
    Arguments arguments;
};
/// input is [not] name(arguments)
struct Test {
    ExpressionPtr input;
    std::string name;
    Arguments arguments;
    bool negated;
};
struct Unary {
    UnaryOperator sign;
    ExpressionPtr operand;
};
struct Binary {
    BinaryOperator sign;
    ExpressionPtr left;
    ExpressionPtr right;
};
struct Logical {
    LogicalOperator sign;
    ExpressionPtr left;
    ExpressionPtr right;
};
/// first < second <= third, as Python chains them
struct Comparison {
    ExpressionPtr first;
    std::vector<std::pair<CompareOperator, ExpressionPtr>> rest;
};
/// then if condition else otherwise; `otherwise` may be null
struct Conditional {
    ExpressionPtr then;
    ExpressionPtr condition;
    ExpressionPtr otherwise;
};
struct Sequence {
    bool is_tuple;
    std::vector<ExpressionPtr> items;
};
struct Dictionary {
    std::vector<std::pair<ExpressionPtr, ExpressionPtr>> entries;
};

struct Expression {
    Place place;  ///< of its operator for Member, Item, Call, Filter, Test; else its first token
    std::variant<Literal, Name, Member, Item, Slice, Call, Filter, Test, Unary, Binary, Logical,
                 Comparison, Conditional, Sequence, Dictionary>
        form;
};

/// What is assigned to: a name, a namespace's member, or several of them.
struct Target {
    Place place;
    std::string name;
    std::string member;         ///< of a namespace; empty if none
    std::vector<Target> parts;  ///< if not empty, the value is unpacked into them
};

struct Statement;
using Body = std::vector<Statement>;

struct Text {
    std::string_view text;  ///< points into the source
};
struct Print {
    ExpressionPtr value;
};
struct Branch {
    ExpressionPtr condition;
    Body body;
};
struct If {
    std::vector<Branch> branches;
    Body otherwise;
};
struct For {
    Target target;
    ExpressionPtr iterable;
    ExpressionPtr condition;  ///< or null
    bool recursive;
    Body body;
    Body otherwise;
};
/// Without a scope of its own, as `if`: what it sets is set after it.
struct While {
    ExpressionPtr condition;
    Body body;
};
struct Break {};
struct Continue {};
/// Evaluated for nobody.
struct Do {
    ExpressionPtr value;
};
struct Set {
    Target target;
    ExpressionPtr value;
};
/// A chain of filters that a block's output goes through, the first first.
using FilterChain = std::vector<ExpressionPtr>;
struct SetBlock {
    Target target;
    FilterChain filters;
    Body body;
};
struct FilterBlock {
    FilterChain filters;
    Body body;
};
struct With {
    std::vector<std::pair<Target, ExpressionPtr>> assignments;
    Body body;
};
struct Autoescape {
    ExpressionPtr enabled;
    Body body;
};
struct Block {
    std::string name;
    bool scoped;
    bool required;
    Body body;
};
struct Extends {
    ExpressionPtr parent;
};
struct Include {
    ExpressionPtr names;
    bool ignore_missing;
    bool with_context;
};
struct Import {
    ExpressionPtr from;
    std::string name;
    bool with_context;
};
struct FromImport {
    ExpressionPtr from;
    std::vector<std::pair<std::string, std::string>> names;  ///< as they are there, and here
    bool with_context;
};
struct Parameter {
    std::string name;
    ExpressionPtr otherwise;  ///< its default, or null
    Place place;
};
struct Signature {
    std::string name;
    std::vector<Parameter> parameters;
};
struct Macro {
    Signature signature;
    Body body;
};
struct CallBlock {
    Signature caller;
    ExpressionPtr call;
    Body body;
};

struct Statement {
    Place place;  ///< of its name
    std::variant<Text, Print, If, For, While, Break, Continue, Do, Set, SetBlock, FilterBlock, With,
                 Autoescape, Block, Extends, Include, Import, FromImport, Macro, CallBlock>
        form;
};

template <typename Form>
ExpressionPtr make(Place place, Form form) {
    return std::make_unique<Expression>(Expression{place, std::move(form)});
}

}  // namespace tined::templates::ast
