#include "value/compact.hpp"

#include <unordered_map>

namespace tined::value {
namespace {

class Copier {
public:
    Value copy_of(const Value& value, int nesting);

private:
    Value key_of(const Value& key);

    std::unordered_map<std::string_view, Value> keys_;  // each by its own text
};

Value Copier::key_of(const Value& key) {
    if (!key.is_text() || key.is_safe()) return key;
    if (const auto known = keys_.find(key.as_text()); known != keys_.end()) return known->second;
    const Value copy(key.as_text());
    return keys_.emplace(copy.as_text(), copy).first->second;
}

Value Copier::copy_of(const Value& value, int nesting) {
    if (nesting == 0) return value;
    switch (value.kind()) {
        case Kind::text:
            return value.is_safe() ? Value::safe_text(value.as_text()) : Value(value.as_text());
        case Kind::list: {
            List list;
            list.reserve(value.size());
            for (const Value& item : value.as_list()) list.push_back(copy_of(item, nesting - 1));
            return value.is_tuple() ? Value::tuple(std::move(list)) : Value(std::move(list));
        }
        case Kind::map: {
            Map map;
            map.reserve(value.size());
            for (const auto& [key, item] : value.as_map()) {
                map.set(key_of(key), copy_of(item, nesting - 1));
            }
            return map;
        }
        case Kind::undefined:
        case Kind::null:
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
        case Kind::object:
        case Kind::callable:
            return value;
    }
    return value;
}

}  // namespace

Value compacted(const Value& value) { return Copier().copy_of(value, most_nesting); }

}  // namespace tined::value
