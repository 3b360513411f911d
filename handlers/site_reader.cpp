#include "handlers/site_reader.hpp"

#include <fmt/format.h>

#include "config/typed.hpp"
#include "handlers/part_kinds.hpp"
#include "handlers/site_callables.hpp"
#include "handlers/static_answer.hpp"
#include "handlers/template_folder.hpp"

namespace tined::handlers {

namespace {

/// A node with `routes` is a group.
bool is_group(const config::Node& node) { return node.find("routes") != nullptr; }

std::string hosts_text(const std::vector<HostPattern>& hosts) {
    std::string text;
    for (const auto& host : hosts) {
        if (!text.empty()) text += ", ";
        text += host.is_wildcard ? "*" + host.name : host.name;
    }
    return text;
}

}  // namespace

void SiteReader::read() {
    read_values();
    Around around;
    // Without a folder there are no named templates, but texts are compiled all the same.
    auto& plain = site_.environments_.emplace_back(site_.symbols_, templates::Settings{});
    add_site_filters(plain);
    around.templates = &plain;
    for (const auto& option : loaded_.settings.options) {
        around.scope.options.push_back(option.name);
    }
    site_.files_.protect(loaded_.document);
    const config::Reader root(loaded_.document.root, "", problems_);
    config::MappingReader in(root);  // the settings' keys are not ours: no finish()
    read_inside(in, around);
    tell_unreachable(site_.router_.seal());
    site_.files_.check(problems_);
    if (const auto tests = in.take("tests")) {
        for (const auto& test : tests->items()) {
            if (auto read = SiteCheck::read(test)) site_.tests_.push_back(std::move(*read));
        }
    }
}

void SiteReader::read_values() {
    value::Map options;
    for (const auto& option : loaded_.settings.options) options.set(option.name, option.value);
    site_.values_.options = std::move(options);
    site_.values_.url = make_url_function(site_.routes_by_name_);
    site_.values_.static_url = make_static_url_function(site_.routes_);
    site_.values_.random = make_random_function();
    site_.values_.now = make_now_function();
}

void SiteReader::read_group(const config::Reader& value, const Around& outer) {
    config::MappingReader in(value);
    Around around = outer;
    const bool has_ground = read_ground(in, around);
    if (has_ground) {
        around.group = static_cast<GroupId>(site_.groups_.size());
        site_.groups_.push_back({.place = value.place(), .level = nullptr});
        GroupSpec spec{
            .id = *around.group, .hosts = around.hosts, .prefix = {}, .outer = outer.group};
        if (!around.prefix.empty()) {
            if (auto prefix = RoutePattern::parse(around.prefix)) spec.prefix = std::move(*prefix);
        }
        site_.router_.add_group(spec);
    }
    read_inside(in, around);
    for (const auto& kind : part_kinds()) {
        if (!kind.is_answer || kind.key == "static" || !in.take(kind.key)) continue;
        in.fail_at_key(kind.key,
                       "a group has no answer of its own: give it a route {path: /, ...}");
    }
    in.later({"rate", "auth", "csrf", "cors"});
    in.finish();
}

void SiteReader::read_inside(config::MappingReader& in, Around& around) {
    read_templates(in, around);
    read_level(in, around);
    read_static(in, around);
    read_routes(in, around);
}

void SiteReader::read_templates(config::MappingReader& in, Around& around) {
    const auto value = in.take("templates");
    if (!value) return;
    auto* environment =
        read_template_folder(*value, site_.symbols_, site_.files_, site_.environments_);
    around.folder = environment != nullptr ? TemplateFolder::there : TemplateFolder::wrong;
    if (environment != nullptr) around.templates = environment;
}

void SiteReader::read_level(config::MappingReader& in, Around& around) {
    StepContext context{.settings = loaded_.settings,
                        .templates = *around.templates,
                        .folder = around.folder,
                        .files = site_.files_,
                        .handlers = site_.handlers_,
                        .scope = around.scope};
    auto level = std::make_unique<Level>(around.level, Level::Holder::group, in, context);
    around.level = level.get();
    around.scope = std::move(context.scope);
    if (around.group && site_.groups_[*around.group].level == nullptr) {
        site_.groups_[*around.group].level = level.get();
    }
    site_.levels_.push_back(std::move(level));
}

bool SiteReader::read_ground(config::MappingReader& in, Around& around) {
    const std::size_t told = problems_.size();
    bool has_ground = false;
    if (const auto host = in.take("host")) {
        has_ground = true;
        around.hosts.clear();
        if (host->items_or_self().empty()) host->expected("a host name, or a list of them");
        for (const auto& item : host->items_or_self()) {
            const auto text = config::as_nonempty_text(item);
            if (!text) continue;
            auto pattern = parse_host_pattern(*text);
            if (!pattern) {
                item.fail(pattern.error());
                continue;
            }
            around.hosts.push_back(std::move(*pattern));
        }
    }
    if (const auto path = in.take("path")) has_ground = read_prefix(*path, around) || has_ground;
    around.is_nowhere = around.is_nowhere || problems_.size() != told;
    return has_ground;
}

bool SiteReader::read_prefix(const config::Reader& value, Around& around) const {
    const auto text = config::as_nonempty_text(value);
    if (!text) return false;
    const std::string prefix = join_paths(around.prefix, *text);
    const auto pattern = RoutePattern::parse(prefix);
    if (!pattern) {
        value.fail(pattern.error().message);
        return false;
    }
    around.prefix = prefix;
    around.scope.params.clear();
    for (const auto& segment : pattern->segments()) {
        if (segment.is_parameter) around.scope.params.push_back(segment.text);
    }
    return true;
}

void SiteReader::read_static(config::MappingReader& in, const Around& around) {
    const auto value = in.take("static");
    if (!value) return;
    config::MappingReader prefixes(*value, "a mapping of URL prefixes to folders");
    for (const auto& [prefix, folder] : prefixes.take_all()) {
        RouteReader reader(loaded_.settings, site_.files_, site_.handlers_, around);
        if (auto read = reader.read_static(prefix, folder)) {
            enter(std::move(*read), around, folder);
        }
    }
}

void SiteReader::read_routes(config::MappingReader& in, const Around& around) {
    const auto value = in.take("routes");
    if (!value) return;
    for (const auto& item : value->items("a list of routes")) {
        if (is_group(item.node())) {
            read_group(item, around);
            continue;
        }
        RouteReader reader(loaded_.settings, site_.files_, site_.handlers_, around);
        if (auto read = reader.read(item)) enter(std::move(*read), around, item);
    }
}

void SiteReader::enter(ReadRoute read, const Around& around, const config::Reader& value) {
    if (around.is_nowhere) return;
    const auto id = static_cast<RouteId>(site_.routes_.size());
    const RouteSpec spec{
        .id = id, .hosts = around.hosts, .methods = read.route.methods, .group = around.group};
    if (read.level) site_.levels_.push_back(std::move(read.level));
    read.route.hosts = hosts_text(around.hosts);
    read.route.label =
        base::RouteLabel::of(config::to_string(read.route.place) + ' ' + read.route.path);
    const Route& route = site_.routes_.emplace_back(std::move(read.route));
    paths_.push_back(value.path());
    std::optional<RouteId> other;
    if (read.regex) {
        other = site_.router_.add_regex(std::move(*read.regex), spec);
    } else if (route.folder != nullptr) {
        other = site_.router_.add_static(*route.pattern, spec, route.folder->has_fallback());
    } else {
        other = site_.router_.add_path(*route.pattern, spec);
    }
    if (other) {
        value.fail(
            fmt::format("nothing tells it apart from the route at {}: the same path, and a "
                        "method in common",
                        config::to_string(site_.routes_[*other].place)));
    }
    enter_name(route, value);
}

void SiteReader::enter_name(const Route& route, const config::Reader& value) {
    if (route.name.empty() || !route.pattern) return;
    const auto [entry, is_new] = site_.routes_by_name_.try_emplace(route.name, &route);
    if (is_new) return;
    value.fail(fmt::format("the route at {} has the name \"{}\" already",
                           config::to_string(entry->second->place), route.name));
}

void SiteReader::tell_unreachable(const std::vector<Unreachable>& unreachable) {
    for (const auto& [why, id, by] : unreachable) {
        const Route& route = site_.routes_[id];
        const auto place_of_route = [&] { return config::to_string(site_.routes_[by].place); };
        switch (why) {
            case Unreachable::Why::path_takes_all:
                problems_.add(
                    route.place, paths_[id],
                    "is never reached: every path is taken by the route at " + place_of_route());
                break;
            case Unreachable::Why::group_takes_all:
                problems_.add(route.place, paths_[id],
                              "is never reached: every path is taken by the group at " +
                                  config::to_string(site_.groups_[by].place));
                break;
            case Unreachable::Why::fallback_is_shadowed:
                problems_.add(route.place, paths_[id],
                              "its fallback is never reached: every GET is taken by the route at " +
                                  place_of_route());
                break;
        }
    }
}

}  // namespace tined::handlers
