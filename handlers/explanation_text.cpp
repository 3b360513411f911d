// How an Explanation is told: to people, and to programs.
#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "handlers/explanation.hpp"

namespace tined::handlers {

namespace {

using value::Value;
using Cells = std::vector<std::string>;

// A cell that is longer stands out of its column alone, and does not move all others.
constexpr std::size_t widest_column = 40;

/// Rows below a heading, each column as wide as its widest cell, within that bound.
void write_table(std::string_view heading, const std::vector<Cells>& rows, std::string& out) {
    if (rows.empty()) return;
    std::vector<std::size_t> widths(rows.front().size());
    for (const Cells& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::size_t width = base::count_code_points(row[i]);
            if (width <= widest_column) widths[i] = std::max(widths[i], width);
        }
    }
    out.append("\n").append(heading).append("\n");
    for (const Cells& row : rows) {
        std::string line = "  ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            const std::size_t width = base::count_code_points(row[i]);
            line.append(std::max(widths[i], width) - width + 2, ' ');
        }
        out.append(base::trim_right(line)).append("\n");
    }
}

std::vector<Cells> cells_of(const std::vector<Explanation::Row>& rows) {
    std::vector<Cells> cells;
    for (const auto& row : rows) cells.push_back({row.name, row.value, row.from});
    return cells;
}

Value value_of(const std::vector<Explanation::Row>& rows) {
    value::List list;
    for (const auto& row : rows) {
        value::Map map;
        map.set("name", Value(row.name));
        map.set("value", Value(row.value));
        map.set("from", Value(row.from));
        list.push_back(Value(std::move(map)));
    }
    return list;
}

Value value_of(const std::vector<Explanation::Rival>& rivals) {
    value::List list;
    for (const auto& rival : rivals) {
        value::Map map;
        map.set("path", Value(rival.path));
        map.set("methods", Value(rival.methods));
        map.set("from", Value(rival.from));
        map.set("answers", rival.answers);
        map.set("why", Value(rival.why));
        list.push_back(Value(std::move(map)));
    }
    return list;
}

}  // namespace

std::string to_text(const Explanation& explanation) {
    std::string out = explanation.request + "\n" + explanation.outcome;
    if (!explanation.from.empty()) out += "  " + explanation.from;
    if (!explanation.name.empty()) out += "  (" + explanation.name + ")";
    out += "\n";
    std::vector<Cells> rivals;
    for (const auto& rival : explanation.rivals) {
        rivals.push_back({rival.path, rival.methods, rival.from, rival.why});
    }
    write_table("Candidates, in the order in which they are tried", rivals, out);
    write_table("Parameters", cells_of(explanation.parameters), out);
    write_table("Steps", cells_of(explanation.steps), out);
    write_table("Limits", cells_of(explanation.limits), out);
    write_table("Headers", cells_of(explanation.headers), out);
    write_table("Error pages, the first that fits", cells_of(explanation.error_pages), out);
    return out;
}

Value to_value(const Explanation& explanation) {
    value::Map map;
    map.set("request", Value(explanation.request));
    map.set("outcome", Value(explanation.outcome));
    map.set("status", explanation.status ? Value(*explanation.status) : Value(nullptr));
    map.set("from", Value(explanation.from));
    map.set("name", Value(explanation.name));
    map.set("candidates", value_of(explanation.rivals));
    map.set("parameters", value_of(explanation.parameters));
    map.set("steps", value_of(explanation.steps));
    map.set("limits", value_of(explanation.limits));
    map.set("headers", value_of(explanation.headers));
    map.set("error_pages", value_of(explanation.error_pages));
    return map;
}

}  // namespace tined::handlers
