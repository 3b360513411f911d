#include "template/builtins.hpp"

#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/nearest.hpp"

namespace tined::templates {

const Filter* Builtins::find(const Table& table, std::string_view name) {
    const auto row = table.find(name);
    return row == table.end() ? nullptr : &row->second;
}

std::string Builtins::unknown(const Table& table, std::string_view kind, std::string_view name) {
    std::vector<std::string_view> known;
    for (const auto& [known_name, filter] : table) known.emplace_back(known_name);
    const auto near = base::nearest(name, known);
    return fmt::format("no {} named \"{}\"{}", kind, name,
                       near ? fmt::format("; did you mean \"{}\"?", *near) : "");
}

const Filter* Builtins::filter(std::string_view name) const { return find(filters_, name); }
const Filter* Builtins::test(std::string_view name) const { return find(tests_, name); }

std::string Builtins::unknown_filter(std::string_view name) const {
    return unknown(filters_, "filter", name);
}

std::string Builtins::unknown_test(std::string_view name) const {
    return unknown(tests_, "test", name);
}

void Builtins::add_filter(std::string_view name, Filter filter) {
    filters_.insert_or_assign(std::string(name), std::move(filter));
}

void Builtins::add_test(std::string_view name, Filter test) {
    tests_.insert_or_assign(std::string(name), std::move(test));
}

}  // namespace tined::templates
