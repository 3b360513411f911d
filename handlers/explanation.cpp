#include "handlers/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>

#include "base/text.hpp"
#include "config/node_text.hpp"
#include "config/units.hpp"
#include "handlers/candidates.hpp"
#include "handlers/lineage.hpp"
#include "handlers/method_set.hpp"

namespace tined::handlers {

namespace {

using config::Node;
using config::NodeKind;
using Row = Explanation::Row;

constexpr std::string_view by_default = "default";

// What a route's mapping holds besides the keys of its step.
constexpr std::array<std::string_view, 14> keys_of_routes = {
    "path", "regex", "name",  "host",   "before", "error_pages", "get",
    "post", "put",   "patch", "delete", "head",   "options",     "any"};

/// A step on one line; of a route that has its answer right in it what belongs to the answer.
std::string step_text(const Node& step) {
    Node only = step;
    std::erase_if(only.entries, [](const config::Entry& entry) {
        return std::ranges::find(keys_of_routes, entry.key) != keys_of_routes.end();
    });
    std::string text = config::one_line(only);
    const bool is_mapping = only.kind == NodeKind::mapping;
    return is_mapping ? text.substr(1, text.size() - 2) : text;
}

void add_steps(std::string_view name, const Node& value, const Lineage::Ancestor& whose,
               std::vector<Row>& rows) {
    const bool is_list = value.kind == NodeKind::sequence;
    const auto add = [&](const Node& step) {
        rows.push_back({std::string(name), step_text(step), Lineage::from(step.place, whose)});
    };
    if (!is_list) return add(value);
    for (const Node& step : value.items) add(step);
}

std::vector<Row> steps_of(const Lineage& lineage, std::string_view method, bool has_guards) {
    std::vector<Row> rows;
    for (const auto& ancestor : lineage.ancestors()) {
        const Node* const before = ancestor.node->find("before");
        if (has_guards && before != nullptr) add_steps("before", *before, ancestor, rows);
    }
    const Node* const action = lineage.action();
    if (action == nullptr) return rows;
    if (lineage.is_short()) {
        rows.push_back({std::string(method), "static: " + config::one_line(*action),
                        config::to_string(action->place)});
    } else {
        add_steps(method, *action, {action, {}}, rows);
    }
    return rows;
}

std::string count_text(const auto& count) {
    return count ? std::to_string(*count) : std::string("no limit");
}

/// The values of `limits:`, with who says them.
class LimitRows {
public:
    LimitRows(const Node& root, const Lineage& lineage) : limits_(root.find("limits")) {
        body_size_ = lineage.nearest("body_size");
    }

    std::vector<Row> rows(const http::Limits& limits) {
        size("request_line", limits.request_line);
        size("header_size", limits.header_size);
        add("header_count", std::to_string(limits.header_count));
        body_size(limits.body_size);
        add("form_parts", std::to_string(limits.form_parts));
        duration("header_timeout", limits.header_timeout);
        duration("body_timeout", limits.body_timeout);
        add("body_rate", config::write_size(limits.body_rate) + "/s");
        duration("write_timeout", limits.write_timeout);
        duration("idle_timeout", limits.idle_timeout);
        add("keepalive_requests", count_text(limits.keepalive_requests));
        add("connections", count_text(limits.connections));
        return std::move(rows_);
    }

private:
    void add(std::string_view key, std::string value) {
        const Node* const written = limits_ == nullptr ? nullptr : limits_->find(key);
        const bool is_written = written != nullptr && written->kind != NodeKind::null;
        rows_.push_back({std::string(key), std::move(value),
                         is_written ? config::to_string(written->place) : std::string(by_default)});
    }
    void size(std::string_view key, std::uint64_t bytes) { add(key, config::write_size(bytes)); }
    void duration(std::string_view key, std::chrono::milliseconds time) {
        add(key, config::write_duration(time));
    }
    void body_size(std::uint64_t of_file) {
        if (!body_size_) return size("body_size", of_file);
        rows_.push_back(
            {"body_size", config::one_line(body_size_->entry->value), body_size_->from});
    }

    const Node* limits_;
    std::optional<Lineage::Found> body_size_;
    std::vector<Row> rows_;
};

Row row_of(const Node& root, std::string_view key, std::string value, std::string_view flag = {}) {
    const Node* const written = root.find(key);
    std::string from(by_default);
    if (written != nullptr && written->kind != NodeKind::null) {
        from = config::to_string(written->place);
    }
    if (!flag.empty()) from = flag;
    return {std::string(key), std::move(value), std::move(from)};
}

/// A row for each value, however deep it stands, by its path: the whole of a mapping in one row
/// would be wider than any screen.
void add_values(const std::string& path, const Node& node, const std::string& whose,
                std::vector<Row>& rows) {
    if (node.kind != NodeKind::mapping || node.entries.empty()) {
        const std::string place = config::to_string(node.place);
        rows.push_back({path, config::one_line(node), place + whose});
        return;
    }
    for (const auto& [key, place, value] : node.entries) {
        add_values(config::member_path(path, key), value, whose, rows);
    }
}

void add_templates(const Lineage& lineage, std::vector<Row>& rows) {
    const auto found = lineage.nearest("templates");
    if (!found) return;
    const Node& node = found->entry->value;
    // Behind the place: the group's, if it is one.
    const std::string whose = found->from.substr(config::to_string(node.place).size());
    add_values("templates", node, whose, rows);
}

std::vector<Row> headers_of(const Lineage& lineage, const http::ServerSettings& server,
                            const Node& root) {
    std::vector<Row> rows;
    const auto written = lineage.merged("headers");
    const auto names = [&](std::string_view name) {
        return std::ranges::any_of(written, [&](const auto& found) {
            return base::equals_ignoring_case(found.entry->key, name);
        });
    };
    if (!names("X-Content-Type-Options")) {
        rows.push_back({"X-Content-Type-Options", "nosniff", std::string(by_default)});
    }
    for (const auto& found : written) {
        const std::string value =
            found.entry->value.is_word("off") ? "(none)" : config::one_line(found.entry->value);
        rows.push_back({found.entry->key, value, found.from});
    }
    if (!server.server_header.empty()) {
        Row row = row_of(root, "server_header", server.server_header);
        row.name = "Server";
        rows.push_back(std::move(row));
    }
    if (const auto cache = lineage.nearest("cache")) {
        rows.push_back(
            {"Cache-Control", "cache: " + config::one_line(cache->entry->value), cache->from});
    }
    return rows;
}

// The nearest level goes before a more particular status, and there a status before its class.
std::vector<Row> error_pages_of(const Lineage& lineage) {
    std::vector<Row> rows;
    for (const auto& ancestor : lineage.ancestors() | std::views::reverse) {
        const Node* const pages = ancestor.node->find("error_pages");
        if (pages == nullptr) continue;
        for (const bool is_class : {false, true}) {
            for (const auto& [code, place, page] : pages->entries) {
                if (code.ends_with("xx") != is_class) continue;
                rows.push_back({code, config::one_line(page), Lineage::from(place, ancestor)});
            }
        }
    }
    rows.push_back({"all others", "tined's own page", std::string(by_default)});
    return rows;
}

std::string request_text(const http::Request& request) {
    const auto& head = request.head();
    return fmt::format("{} {}://{}{}{}{}", head.method_text, request.client().protocol,
                       request.client().host, head.raw_path, head.query.empty() ? "" : "?",
                       head.query);
}

void tell_outcome(const Site& site, const Match& match, const http::Request& request,
                  Explanation& told) {
    const Route* const route = match.route ? &site.routes()[*match.route] : nullptr;
    switch (match.outcome) {
        case Outcome::found:
            told.outcome = "answered by " + route->path;
            told.from = config::to_string(route->action_for(request.head().method).place);
            told.name = route->name;
            return;
        case Outcome::fallback:
            told.outcome = "answered by the fallback of " + route->path;
            told.from = config::to_string(route->place);
            return;
        case Outcome::options:
            told.status = 204;
            told.outcome = "204, with Allow: " + allow_text(match.allowed);
            told.from = config::to_string(route->place);
            return;
        case Outcome::method_not_allowed:
            told.status = 405;
            told.outcome = "405, with Allow: " + allow_text(match.allowed);
            told.from = config::to_string(route->place);
            return;
        case Outcome::not_found:
            break;
    }
    told.status = 404;
    told.outcome = "404: no route has this path";
    if (match.group) told.from = config::to_string(site.groups()[*match.group].place);
    if (route != nullptr) told.from = config::to_string(route->place);  // a folder over the path
}

Lineage lineage_of(const Site& site, const Node& root, const Match& match, http::Method method) {
    if (match.route) {
        const Route& route = site.routes()[*match.route];
        if (match.outcome == Outcome::found) return {root, route, route.action_for(method)};
        return {root, route, RouteAction()};
    }
    if (match.group) return {root, site.groups()[*match.group]};
    return Lineage(root);
}

}  // namespace

Explanation explain(Site& site, const config::Loaded& loaded, const http::Request& request,
                    std::string_view debug_from) {
    const Node& root = loaded.document.root;
    const Match& match = site.find(request);
    Explanation told;
    told.request = request_text(request);
    tell_outcome(site, match, request, told);
    for (const auto& candidate : find_candidates(site.routes(), site.groups(), match, request)) {
        const Route& route = *candidate.route;
        const std::string host = route.hosts.empty() ? "" : "(" + route.hosts + ") ";
        told.rivals.push_back({.path = host + (route.is_regex ? "~ " : "") + route.path,
                               .methods = allow_text(route.methods),
                               .from = config::to_string(route.place),
                               .why = candidate.why,
                               .answers = candidate.answers});
    }
    for (const auto& parameter : match.parameters) {
        if (!parameter.is_set) continue;
        told.parameters.push_back({std::string(parameter.name), std::string(parameter.text),
                                   std::string(name_of(parameter.type))});
    }
    const Lineage lineage = lineage_of(site, root, match, request.head().method);
    const bool has_guards = match.route || match.group;
    told.steps = steps_of(lineage, base::to_lower(request.head().method_text), has_guards);
    const auto& server = loaded.settings.server;
    told.limits = LimitRows(root, lineage).rows(server.limits);
    told.limits.push_back(row_of(root, "spool", server.spool));
    add_templates(lineage, told.limits);
    told.limits.push_back(
        row_of(root, "debug", loaded.settings.debug ? "true" : "false", debug_from));
    told.headers = headers_of(lineage, server, root);
    told.error_pages = error_pages_of(lineage);
    return told;
}

}  // namespace tined::handlers
