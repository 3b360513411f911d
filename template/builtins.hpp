// The filters and tests that templates know, by name.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "template/filter.hpp"
#include "value/value.hpp"

namespace tined::templates {

class Builtins {
public:
    /// Null if there is none; else good for as long as this is.
    const Filter* filter(std::string_view name) const;
    const Filter* test(std::string_view name) const;
    /// The error for a name that is none: with what may have been meant.
    std::string unknown_filter(std::string_view name) const;
    std::string unknown_test(std::string_view name) const;

    /// One of the same name is replaced.
    void add_filter(std::string_view name, Filter filter);
    void add_test(std::string_view name, Filter test);

private:
    using Table = std::map<std::string, Filter, std::less<>>;
    static const Filter* find(const Table& table, std::string_view name);
    static std::string unknown(const Table& table, std::string_view kind, std::string_view name);

    Table filters_;
    Table tests_;
};

// What comes with tined, by Jinja2's names and rules; one file each.
void add_text_filters(Builtins& builtins);
void add_number_filters(Builtins& builtins);
void add_sequence_filters(Builtins& builtins);
void add_selecting_filters(Builtins& builtins);
void add_grouping_filters(Builtins& builtins);
void add_html_filters(Builtins& builtins);
void add_layout_filters(Builtins& builtins);
void add_tests(Builtins& builtins);

/// range, dict, namespace, cycler, joiner, lipsum: undefined for any other name.
value::Value builtin_global(std::string_view name);

}  // namespace tined::templates
