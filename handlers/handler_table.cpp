#include "handlers/handler_table.hpp"

#include <utility>

namespace tined::handlers {

std::string_view name_of(OptionType type) noexcept {
    switch (type) {
        case OptionType::text:
            return "text";
        case OptionType::integer:
            return "a whole number";
        case OptionType::real:
            return "a number";
        case OptionType::boolean:
            return "true or false";
        case OptionType::any:
            break;
    }
    return "a value";
}

const HandlerTable& HandlerTable::none() noexcept {
    static const HandlerTable empty;
    return empty;
}

HandlerEntry* HandlerTable::add(HandlerEntry entry) {
    if (!places_.emplace(entry.name, entries_.size()).second) return nullptr;
    return &entries_.emplace_back(std::move(entry));
}

const HandlerEntry* HandlerTable::find(std::string_view name) const noexcept {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &entries_[found->second];
}

HandlerEntry* HandlerTable::find(std::string_view name) noexcept {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &entries_[found->second];
}

}  // namespace tined::handlers
