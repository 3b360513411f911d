#include "template/names.hpp"

#include <cassert>

namespace tined::templates {

Slot Symbols::slot_of(std::string_view name) {
    if (const auto known = slots_.find(name); known != slots_.end()) return known->second;
    const auto slot = static_cast<Slot>(names_.size());
    slots_.emplace(names_.emplace_back(name), slot);
    return slot;
}

std::string_view Symbols::name_of(Slot slot) const {
    assert(slot < names_.size());
    return names_[slot];
}

}  // namespace tined::templates
