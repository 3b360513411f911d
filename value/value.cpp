#include "value/value.hpp"

#include <limits>
#include <new>
#include <stdexcept>

#include "base/utf8.hpp"
#include "value/containers.hpp"

namespace tined::value {
namespace {

Block* copy_text(std::string_view text) {
    auto* const block = new (::operator new(sizeof(Block) + text.size())) Block(BlockKind::text);
    std::memcpy(bytes_behind(block), text.data(), text.size());
    return block;
}

}  // namespace

std::string_view name_of(Kind kind) noexcept {
    switch (kind) {
        case Kind::undefined:
            return "undefined";
        case Kind::null:
            return "null";
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
            return "integer";
        case Kind::real:
            return "real";
        case Kind::text:
            return "text";
        case Kind::list:
            return "list";
        case Kind::map:
            return "map";
        case Kind::object:
            return "object";
        case Kind::callable:
            return "callable";
    }
    return {};
}

void Value::set_bytes(std::string_view text, bool copied) {
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
        throw std::length_error("a text of 4 GiB or more");
    }
    size_ = static_cast<std::uint32_t>(text.size());
    if (copied && !text.empty()) {
        payload_.block = copy_text(text);
        flags_ |= counted_flag;
    } else {
        payload_.bytes = text.empty() ? "" : text.data();  // never null
    }
}

Value::Value(std::string_view text) : kind_(Kind::text) { set_bytes(text, true); }

Value::Value(List list) noexcept : kind_(Kind::list), flags_(counted_flag) {
    std::construct_at(&payload_.list, std::move(list));
}

Value::Value(Map map) noexcept : kind_(Kind::map), flags_(counted_flag) {
    std::construct_at(&payload_.map, std::move(map));
}

Value Value::undefined(std::string_view name) {
    Value made;
    made.set_bytes(name, true);
    return made;
}

Value Value::safe_text(std::string_view text) {
    Value made(text);
    made.flags_ |= safe_flag;
    return made;
}

Value Value::borrowed(std::string_view text) {
    Value made;
    made.set_bytes(text, false);
    made.kind_ = Kind::text;
    return made;
}

Value Value::borrowed_safe(std::string_view text) {
    Value made = borrowed(text);
    made.flags_ |= safe_flag;
    return made;
}

Value Value::tuple(List list) noexcept {
    Value made(std::move(list));
    made.flags_ |= tuple_flag;
    return made;
}

Value Value::object(std::shared_ptr<const Object> object) {
    assert(object != nullptr);
    Value made;
    made.payload_.block = new ObjectBlock(std::move(object));
    made.kind_ = Kind::object;
    made.flags_ = counted_flag;
    return made;
}

Value Value::callable(std::shared_ptr<const Callable> callable) {
    assert(callable != nullptr);
    Value made;
    made.payload_.block = new CallableBlock(std::move(callable));
    made.kind_ = Kind::callable;
    made.flags_ = counted_flag;
    return made;
}

Value Value::borrowed(const Object& object) noexcept {
    Value made;
    made.payload_.object = &object;
    made.kind_ = Kind::object;
    return made;
}

Value Value::borrowed(const Callable& callable) noexcept {
    Value made;
    made.payload_.callable = &callable;
    made.kind_ = Kind::callable;
    return made;
}

void Value::swap(Value& other) noexcept {
    char mine[sizeof(Value)];
    std::memcpy(mine, static_cast<const void*>(this), sizeof mine);
    take_bytes(other);
    std::memcpy(static_cast<void*>(&other), mine, sizeof mine);
}

const Object& Value::as_object() const {
    assert(kind_ == Kind::object);
    return is_counted() ? *static_cast<const ObjectBlock*>(payload_.block)->object
                        : *payload_.object;
}

const Callable& Value::as_callable() const {
    assert(kind_ == Kind::callable);
    return is_counted() ? *static_cast<const CallableBlock*>(payload_.block)->callable
                        : *payload_.callable;
}

bool Value::truth() const {
    switch (kind_) {
        case Kind::undefined:
        case Kind::null:
            return false;
        case Kind::boolean:
        case Kind::integer:
            return payload_.integer != 0;
        case Kind::real:
            return payload_.real != 0;
        case Kind::text:
            return size_ != 0;
        case Kind::list:
        case Kind::map:
        case Kind::object:
            return size() != 0;
        case Kind::callable:
            return true;
    }
    return false;
}

Value Value::member(std::string_view name) const {
    if (kind_ == Kind::object) return as_object().member(name);
    if (kind_ != Kind::map) return {};
    const Value* const found = payload_.map.find(name);
    return found ? *found : Value();
}

std::size_t Value::size() const {
    switch (kind_) {
        case Kind::undefined:
        case Kind::null:
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
        case Kind::callable:
            return 0;
        case Kind::text:
            return base::count_code_points(as_text());
        case Kind::list:
            return payload_.list.size();
        case Kind::map:
            return payload_.map.size();
        case Kind::object:
            return as_object().size();
    }
    return 0;
}

}  // namespace tined::value
