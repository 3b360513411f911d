// The value that templates, JSON, configuration and handlers share. Small (16 bytes), cheap to
// copy: scalars are in place; text, lists, maps, objects and callables are shared by a count, or
// borrowed from who outlives the value. The count is not atomic (value/block.hpp says what that
// means across a fork): a value and its copies belong to one thread.
#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/block.hpp"
#include "value/list.hpp"
#include "value/map.hpp"

namespace tined::value {

class Object;
class Callable;

enum class Kind : std::uint8_t {
    undefined,  ///< a name or member that is not there; prints nothing, is null in JSON, is false
    null,       ///< Jinja2's none
    boolean,
    integer,  ///< 64 bits, signed
    real,
    text,  ///< UTF-8; is_safe() says whether it may be written unescaped into HTML
    list,
    map,     ///< in the order of insertion
    object,  ///< a mapping whose members are made when asked for: request, query, headers
    callable,
};

/// The field's word for a kind, as errors print it: "text", "list", ...
std::string_view name_of(Kind kind) noexcept;

/// How deep nested values are looked into. Deeper ones may be made and go away again, but print as
/// "...", are written as JSON's null and equal nothing. A JSON text that is deeper is refused.
inline constexpr int most_nesting = 512;

/// The integer types whose every value is one of std::int64_t's.
template <typename T>
concept FitsInteger =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
    !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> &&
    !std::same_as<T, char32_t> && (std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t));

class Value {
public:
    Value() noexcept = default;  ///< undefined
    Value(std::nullptr_t) noexcept : kind_(Kind::null) {}
    template <std::same_as<bool> B>  // a template, so that no pointer becomes a boolean
    Value(B b) noexcept : kind_(Kind::boolean) {
        payload_.integer = b;
    }
    template <FitsInteger I>
    Value(I i) noexcept : kind_(Kind::integer) {
        payload_.integer = i;
    }
    template <std::same_as<double> D>  // a template, so that no large unsigned becomes a real
    Value(D d) noexcept : kind_(Kind::real) {
        payload_.real = d;
    }
    Value(std::string_view text);  ///< copies; throws std::length_error from 4 GiB on
    Value(const std::string& text) : Value(std::string_view(text)) {}
    Value(const char* text) : Value(std::string_view(text)) {}
    Value(List list) noexcept;
    Value(Map map) noexcept;

    /// Undefined that knows what was asked for, so that a strict template can say so.
    static Value undefined(std::string_view name);
    /// Text that is HTML already: autoescaping leaves it as it is.
    static Value safe_text(std::string_view text);
    /// Text whose bytes outlive the value and all its copies, which point to the same: a literal,
    /// the request's bytes, its arena. Allocates nothing.
    static Value borrowed(std::string_view text);
    static Value borrowed_safe(std::string_view text);
    /// A list that does not change: prints as (1, 2) and equals no list that is not one.
    static Value tuple(List list) noexcept;
    /// Takes shared ownership; Objects and Callables are made with std::make_shared because a
    /// template may keep one past the step that made it. Not null.
    static Value object(std::shared_ptr<const Object> object);
    static Value callable(std::shared_ptr<const Callable> callable);
    /// Of what outlives the value and all its copies. Allocates nothing.
    static Value borrowed(const Object& object) noexcept;
    static Value borrowed(const Callable& callable) noexcept;

    Value(const Value& other) noexcept {
        take_bytes(other);
        if (is_counted()) hold(payload_.block);
    }
    Value(Value&& other) noexcept {
        take_bytes(other);
        other.forget();
    }
    Value& operator=(const Value& other) noexcept {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        Value taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Value() {
        if (is_counted()) let_go(payload_.block);
    }
    void swap(Value& other) noexcept;

    Kind kind() const noexcept { return kind_; }
    bool is_undefined() const noexcept { return kind_ == Kind::undefined; }
    bool is_null() const noexcept { return kind_ == Kind::null; }
    bool is_text() const noexcept { return kind_ == Kind::text; }
    bool is_safe() const noexcept { return (flags_ & safe_flag) != 0; }    ///< safe text
    bool is_tuple() const noexcept { return (flags_ & tuple_flag) != 0; }  ///< its kind is list
    /// Integer, real or boolean (as in Python).
    bool is_number() const noexcept { return kind_ >= Kind::boolean && kind_ <= Kind::real; }
    bool is_mapping() const noexcept { return kind_ == Kind::map || kind_ == Kind::object; }

    /// Each asserts its kind.
    bool as_boolean() const {
        assert(kind_ == Kind::boolean);
        return payload_.integer != 0;
    }
    /// Of an integer or a boolean, which is 0 or 1.
    std::int64_t as_integer() const {
        assert(kind_ == Kind::integer || kind_ == Kind::boolean);
        return payload_.integer;
    }
    /// Of any number; an integer past 2^53 is rounded.
    double as_real() const {
        assert(is_number());
        return kind_ == Kind::real ? payload_.real : static_cast<double>(payload_.integer);
    }
    /// Good as long as a copy of this value lives, though not this very one.
    std::string_view as_text() const {
        assert(kind_ == Kind::text);
        return {bytes(), size_};
    }
    const List& as_list() const {
        assert(kind_ == Kind::list);
        return payload_.list;
    }
    const Map& as_map() const {
        assert(kind_ == Kind::map);
        return payload_.map;
    }
    const Object& as_object() const;
    const Callable& as_callable() const;
    /// To change in place; copies of this value keep what they had.
    List& edit_list() {
        assert(kind_ == Kind::list);
        return payload_.list;
    }
    Map& edit_map() {
        assert(kind_ == Kind::map);
        return payload_.map;
    }
    /// What undefined(name) was told; empty if nothing. Good as long as as_text() is.
    std::string_view undefined_name() const {
        assert(kind_ == Kind::undefined);
        return {bytes(), size_};
    }

    /// Python's truth: undefined, null, false, 0, 0.0, "", and what is empty are false.
    bool truth() const;
    /// A member of a map or object, else undefined (without the name: that would cost a copy).
    Value member(std::string_view name) const;
    /// Elements, characters (code points) or entries; 0 for what has none.
    std::size_t size() const;

    /// As Jinja2 prints it: True, None, 2.0, ['a', 1]; undefined prints nothing; text as it is.
    std::string print() const;
    void print_to(std::string& out) const;

    /// Python's ==: 1 == 1.0 == True; maps regardless of order; text whether safe or not; objects
    /// and callables only to themselves. value/compare.hpp has the order.
    friend bool operator==(const Value& a, const Value& b);

private:
    friend void destroy(Block* block) noexcept;

    // List and Map are one pointer to a block, as what is counted in the other kinds is, so that
    // copying and letting go need not ask for the kind.
    union Payload {
        Payload() noexcept : bytes(nullptr) {}
        ~Payload() {}

        std::int64_t integer;  // a boolean's too
        double real;
        const char* bytes;         // borrowed text
        const Object* object;      // borrowed
        const Callable* callable;  // borrowed
        Block* block;              // counted; null only where a list or map is empty
        List list;
        Map map;
    };
    static constexpr std::uint8_t safe_flag = 1;
    static constexpr std::uint8_t tuple_flag = 2;
    static constexpr std::uint8_t counted_flag = 4;

    bool is_counted() const noexcept { return (flags_ & counted_flag) != 0; }
    void take_bytes(const Value& other) noexcept {
        std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof(Value));
    }
    void forget() noexcept {
        kind_ = Kind::undefined;
        flags_ = 0;
        size_ = 0;
    }
    void set_bytes(std::string_view text, bool copied);
    const char* bytes() const noexcept {
        return is_counted() ? bytes_behind(payload_.block) : payload_.bytes;
    }

    Kind kind_ = Kind::undefined;
    std::uint8_t flags_ = 0;
    std::uint32_t size_ = 0;  // of text, or of an undefined's name, in bytes
    Payload payload_;
};

static_assert(sizeof(Value) == 16);

/// A mapping whose members are made when asked for.
class Object {
public:
    virtual ~Object() = default;
    /// Undefined if there is none.
    virtual Value member(std::string_view name) const = 0;
    /// What iteration, printing and JSON see, in order; callable members are not among them.
    virtual std::vector<std::pair<std::string, Value>> members() const = 0;
    /// How many members() has; to be overridden where counting is cheaper than making them.
    virtual std::size_t size() const { return members().size(); }
};

/// What a call is given. Good only while the call runs.
struct Arguments {
    std::span<const Value> positional;
    std::span<const std::pair<std::string_view, Value>> named;
};

class Callable {
public:
    virtual ~Callable() = default;
    virtual std::string_view name() const noexcept = 0;
    /// The error is a reason in words; who calls adds the place.
    virtual std::expected<Value, std::string> call(const Arguments& arguments) const = 0;
};

}  // namespace tined::value
