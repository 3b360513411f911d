// What a template becomes when it is compiled: flat instructions over a stack of values, with all
// names, filters and constants looked up already. Pure data; run.hpp executes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/error.hpp"
#include "template/escaper.hpp"
#include "template/filter.hpp"
#include "template/names.hpp"
#include "template/template.hpp"
#include "value/value.hpp"

namespace tined::templates {

class Environment;

// In comments: what is taken from the stack, an arrow, what is left there. `operand` first, `flag`
// and `count` where they are used.
enum class Op : std::uint8_t {
    // Output
    text,   // texts[operand] is written
    print,  // value -> ; written by the escaper in force
    // Several in one, or only the first of them (template/fuse.hpp)
    print_name,                // load_name, print
    print_local,               // load_local, print
    print_local_member,        // load_local, member, print
    load_local_member,         // load_local, member
    jump_unless_local,         // load_local, jump_if_false
    jump_unless_local_member,  // load_local, member, jump_if_false
    // Values
    constant,       // -> constants[operand]
    load_name,      // -> what the context, Names or the globals have for names[operand]
    load_local,     // -> the frame's slot `operand`
    load_cell,      // the same, of a slot that macros share
    store_local,    // value ->
    store_cell,     // value ->
    export_name,    // value -> ; set for the whole rendering: names[operand]
    pop,            // value ->
    member,         // value -> its members[operand]
    item,           // value, key -> value[key]
    slice,          // value, from, to, step -> value[from:to:step]
    unary,          // value -> ; flag: UnaryOperator
    binary,         // left, right -> ; flag: BinaryOperator
    compare,        // left, right -> boolean; flag: CompareOperator
    compare_chain,  // left, right -> right, or false and on to `operand`
    make_list,      // `operand` values -> list
    make_tuple,     // `operand` values -> tuple
    make_map,       // `operand` pairs -> map
    unpack,         // value -> its `operand` items, the first on top
    set_member,     // namespace, value -> ; members[operand]
    // Control
    no_operation,
    jump,                  // on to `operand`
    jump_if_false,         // value ->
    jump_if_false_or_pop,  // value -> value, or nothing
    jump_if_true_or_pop,   // value -> value, or nothing
    jump_unless_missing,   // parameter `count` was given: on to `operand`
    loop_begin,            // iterable ->
    loop_next,             // -> the next item; after the last on to `operand`
    loop_next_local,       // loop_next, store_local in one; flag: how far it stands behind
    loop_again,            // jump, loop_next_local in one: the latter is instruction `operand`
    loop_end,              // if there was an item on to `operand`
    count_turn,            // a turn of a loop that goes over nothing
    append_local,          // value -> ; joins the list in slot `operand`
    loop_field,            // -> flag: LoopField, of the loop `count` levels out
    loop_value,            // -> the innermost loop as an object; operand - 1 of loops, or 0
    loop_cycle,            // `operand` values -> the one whose turn it is; count as above
    loop_changed,          // `operand` values -> whether they are others than last; count
    loop_recurse,          // iterable -> what the loop writes for it; loops[operand]
    // Calls
    call,         // callee, arguments -> ; calls[operand]; flag: print follows, see fuse.hpp
    call_member,  // value, arguments -> ; calls[operand] has the member's name
    filter,       // value, arguments -> ; calls[operand]
    test,         // value, arguments -> boolean; flag: negated
    make_macro,   // -> codes[operand] as a callable
    // Captured output
    capture_begin,
    capture_end,   // -> what was written since, as text
    escape_begin,  // boolean -> ; autoescaping from here on
    escape_end,
    // Other templates
    block,          // locals -> ; blocks[operand] is written; flag: captured instead -> text
    super,          // the block `count` levels below is written; flag: as above
    extends,        // name -> ; extended[operand]; flag: what is written from here on is for nobody
    include,        // name, locals -> ; includes[operand]
    import_module,  // name, locals -> module; includes[operand]
    import_name,    // module -> module, its members[operand]
    self_value,     // -> the blocks as an object
};

enum class LoopField : std::uint8_t {
    index,
    index0,
    revindex,
    revindex0,
    first,
    last,
    length,
    depth,
    depth0,
    previtem,
    nextitem,
};

struct Instruction {
    Op op;
    std::uint8_t flag = 0;
    std::uint16_t count = 0;
    std::uint32_t operand = 0;
};

struct AskedName {
    Slot slot;
    value::Value missing;  ///< undefined that knows its name
    value::Value global;   ///< undefined if there is none
};

struct AskedMember {
    std::string name;
    value::Value missing;  ///< undefined that knows the whole path: user.name
    /// Where the last map had it: the rows of a table are maps of one make. Any number is right.
    mutable std::uint32_t guess = 0;
};

/// How a call, a filter or a test takes its arguments from the stack: the callee or input, then
/// the positional ones, the named ones, and what is spread.
struct CallSite {
    std::string name;  ///< of the member, filter or test
    const Filter* function = nullptr;
    std::uint32_t positional = 0;
    std::vector<std::string> named;
    bool spread_list = false;
    bool spread_map = false;
};

/// Where a recursive loop begins and ends, and the slots that are its own.
struct LoopSite {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t first_slot = 0;
    std::uint32_t end_slot = 0;
};

/// A block where it stands: `locals` are the names that a scoped one sees, taken from the stack.
struct BlockSite {
    Slot name;
    bool required;
    std::vector<Slot> locals;
};

/// Where another template is asked for. One with a constant name is looked for once.
struct AskedTemplate {
    bool is_constant = false;
    mutable const Template* found = nullptr;  ///< lives as long as the Environment, as this does
};

struct IncludeSite {
    bool ignore_missing;
    bool with_context;
    AskedTemplate asked;
    std::vector<Slot> locals;
};

struct Parameter {
    std::string name;
    bool has_default;
};

/// A variable of an enclosing code that a macro uses: both have the same cell in their slots.
struct Capture {
    std::uint32_t outer;
    std::uint32_t inner;
};

inline constexpr std::uint32_t no_slot = UINT32_MAX;

/// One body: the template's own, a block's, a macro's.
struct Code {
    std::string name;
    std::vector<Instruction> instructions;
    std::vector<Place> places;  ///< one an instruction
    std::uint32_t slots = 0;
    std::vector<std::uint32_t> cells;  ///< slots that macros capture: each gets a cell at entry
    // Of a macro. Its parameters have the first slots.
    std::vector<Parameter> parameters;
    std::vector<Capture> captures;
    std::uint32_t given_slot = no_slot;  ///< a bit for each parameter that was given
    std::uint32_t caller_slot = no_slot;
    std::uint32_t more_slot = no_slot;   ///< varargs
    std::uint32_t named_slot = no_slot;  ///< kwargs
};

struct NamedBlock {
    Slot name;
    std::uint32_t code;
};

/// Another template that is named by a constant. Of several `choices` one must be there.
struct Reference {
    enum class Use { extends, include, import };
    Use use;
    std::vector<std::string> choices;
    bool ignore_missing;
    bool with_context;  ///< the other one sees what this one sees
    Place place;
    std::vector<std::string> visible;  ///< names of this template that the other one sees
};

struct Program {
    Program(Environment& its_environment, Origin its_origin, const Escaper& its_escaper)
        : environment(its_environment), origin(std::move(its_origin)), escaper(its_escaper) {}

    Environment& environment;
    Origin origin;
    std::string source;  ///< for errors, which show the line
    const Escaper& escaper;
    std::vector<Code> codes;  ///< the template's own is the first
    std::vector<NamedBlock> blocks;
    bool is_expression = false;  ///< the first code leaves one value instead of writing
    bool is_bare = false;        ///< that value was written without {{ }}
    bool is_path = false;        ///< that value is a name's, or a member's of one
    bool is_constant = true;
    std::string leading_text;

    std::string letters;  ///< of all texts, and an Output::block more: they are copied in blocks
    std::vector<value::Value> constants;
    std::vector<AskedName> names;
    std::vector<AskedMember> members;
    std::vector<CallSite> calls;
    std::vector<LoopSite> loops;
    std::vector<BlockSite> block_sites;
    std::vector<IncludeSite> includes;
    std::vector<AskedTemplate> extended;

    mutable std::size_t last_size = 0;  ///< of what it wrote: about as much as it will write again

    std::vector<Reference> references;
    std::vector<std::string> exported;  ///< names that the template's own code sets
    std::vector<FreeName> own_free_names;
    std::vector<FreeName> free_names;  ///< with those of the references; Environment fills it
};

}  // namespace tined::templates
