#include "handlers/routes_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.hpp"
#include "handlers/route_order.hpp"

namespace tined::handlers {

namespace {

using Row = std::array<std::string, 4>;

std::string place_text(const config::Place& place) {
    return fmt::format("{}:{}", place.file, place.line);
}

Row row_of(const Route& route, std::string methods, const RouteAction& action) {
    std::string path = route.is_regex ? "~ " + route.path : route.path;
    if (!route.hosts.empty()) path = "(" + route.hosts + ") " + path;
    return {std::move(methods), std::move(path), action.summary, place_text(action.place)};
}

std::vector<Row> rows_of(const Site& site) {
    std::vector<const Route*> routes;
    for (const auto& route : site.routes()) routes.push_back(&route);
    std::ranges::stable_sort(routes,
                             [](const auto* a, const auto* b) { return is_tried_before(*a, *b); });
    std::vector<Row> rows{{"METHODS", "PATH", "ACTION", "PLACE"}};
    for (const auto* route : routes) {
        for (std::size_t i = 0; i < route->actions.size(); ++i) {
            if (!route->actions[i]) continue;
            const auto method = http::to_text(static_cast<http::Method>(i));
            rows.push_back(row_of(*route, std::string(method), *route->actions[i]));
        }
        if (route->any) rows.push_back(row_of(*route, "any", *route->any));
    }
    return rows;
}

}  // namespace

std::string routes_table(const Site& site) {
    const auto rows = rows_of(site);
    std::array<std::size_t, 4> widths{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], base::count_code_points(row[i]));
        }
    }
    std::string table;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            table += row[i];
            table.append(widths[i] - base::count_code_points(row[i]) + 2, ' ');
        }
        table += row.back() + "\n";
    }
    return table;
}

}  // namespace tined::handlers
