#include "handlers/route_reader.hpp"

#include <algorithm>
#include <array>

#include "config/typed.hpp"
#include "handlers/part_kinds.hpp"
#include "handlers/static_answer.hpp"

namespace tined::handlers {

namespace {

/// The keys of a route that hold an action each.
struct MethodKey {
    std::string_view key;
    http::Method method;
};
constexpr std::array method_keys{
    MethodKey{"get", http::Method::get},         MethodKey{"post", http::Method::post},
    MethodKey{"put", http::Method::put},         MethodKey{"patch", http::Method::patch},
    MethodKey{"delete", http::Method::delete_},  MethodKey{"head", http::Method::head},
    MethodKey{"options", http::Method::options}, MethodKey{"any", http::Method::other}};

/// "template", or "json, error" for a list of steps: what `tined routes` shows of an action.
std::string summary_of(const config::Node& node) {
    std::string summary;
    const auto add = [&](const config::Node& step) {
        const auto has = [&](std::string_view key) {
            const auto* value = step.find(key);
            return value != nullptr && value->kind != config::NodeKind::null;
        };
        std::string_view found = has("status") ? "status" : "";
        for (const auto& kind : part_kinds()) {
            if (kind.is_answer && has(kind.key)) found = kind.key;
        }
        if (found.empty()) return;
        if (!summary.empty()) summary += ", ";
        summary += found;
    };
    add(node);
    for (const auto& step : node.items) add(step);
    return summary;
}

bool has_own_answer(const config::Node& route) { return !summary_of(route).empty(); }

/// The step that serves a folder, if one does.
const StaticAnswer* folder_of(const Steps& steps) {
    for (const auto& step : steps) {
        if (const auto* folder = step->folder()) return folder;
    }
    return nullptr;
}

StepList run_list(const Level& level, const Steps& own) {
    StepList list = level.before();
    for (const auto& step : own) list.push_back(step.get());
    return list;
}

void set_action(Route& route, http::Method method, RouteAction action) {
    const auto* folder = folder_of(action.own);
    if (folder != nullptr) route.folder = folder;
    if (method == http::Method::other) {
        route.methods |= MethodSet::any();
        route.any = std::move(action);
    } else {
        route.methods.add(method);
        route.actions[static_cast<std::size_t>(method)] = std::move(action);
    }
}

}  // namespace

std::optional<ReadRoute> RouteReader::read(const config::Reader& value) {
    if (value.node().kind != config::NodeKind::mapping) {
        value.expected("a route: a mapping with path or regex");
        return std::nullopt;
    }
    const std::size_t told = value.problems().size();
    config::MappingReader in(value);
    bool lacks_answer = false;
    ReadRoute read;
    read.route.place = value.place();
    const bool has_place = read_place(in, read);
    StepContext context = context_of(read);
    read_name(in, read.route);
    read_level(in, context, read);
    const Level& level = *read.route.level;
    read_actions(in, context, read.route);
    if (has_own_answer(value.node())) {
        if (read.route.methods.names(http::Method::get)) {
            in.fail_at_key("get", "the route has its answer to GET right in it already");
        }
        set_action(read.route, http::Method::get, read_own_answer(in, context, level));
    } else if (read.route.methods.is_empty()) {
        lacks_answer = true;
        // Read all the same: so the keys of a step are known, and those that come later are told.
        static_cast<void>(Step(in, context));
    }
    if (in.has("host")) in.fail_at_key("host", "goes with a group: {host: .., routes: [..]}");
    static_cast<void>(in.take("host"));
    in.finish();
    // A key that is wrong may have been the answer: one error is enough.
    if (lacks_answer && value.problems().size() == told) {
        value.fail("a route needs an answer: text, template, ... or get, post, ...");
    }
    if (!has_place) return std::nullopt;
    return read;
}

std::optional<ReadRoute> RouteReader::read_static(std::string_view prefix,
                                                  const config::Reader& folder) {
    ReadRoute read;
    read.route.place = folder.place();
    read.route.level = around_.level;
    const std::string path = join_paths(around_.prefix, prefix);
    auto pattern = RoutePattern::parse(path);
    if (!pattern) {
        folder.fail(pattern.error().message);
        return std::nullopt;
    }
    read.route.path = path;
    read.route.pattern = std::move(*pattern);
    StepContext context = context_of(read);
    // The same as a route {path: PREFIX, static: FOLDER}.
    auto step = Step::of_folder(folder, context);
    RouteAction action{.place = folder.place(), .summary = "static", .own = {}, .steps = {}};
    action.own.push_back(std::move(step));
    action.steps = run_list(*around_.level, action.own);
    set_action(read.route, http::Method::get, std::move(action));
    return read;
}

bool RouteReader::read_place(config::MappingReader& in, ReadRoute& read) const {
    in.only_one_of({"path", "regex"});
    const auto path = in.take("path");
    const auto regex = in.take("regex");
    if (path) return read_path(*path, read);
    if (regex) return read_regex(*regex, read);
    in.value().fail("a route needs a path or a regex");
    return false;
}

bool RouteReader::read_path(const config::Reader& value, ReadRoute& read) const {
    const auto text = config::as_nonempty_text(value);
    if (!text) return false;
    // Alone first, so that the fault's place is known; then with the groups' paths.
    auto alone = RoutePattern::parse(*text);
    if (!alone) {
        const auto& origin = value.origin().place;
        value.fail_at(
            {origin.file, origin.line, origin.column + static_cast<int>(alone.error().offset)},
            alone.error().message);
        return false;
    }
    read.route.path = join_paths(around_.prefix, *text);
    auto whole = RoutePattern::parse(read.route.path);
    if (!whole) {
        value.fail(whole.error().message);
        return false;
    }
    read.route.pattern = std::move(*whole);
    return true;
}

bool RouteReader::read_regex(const config::Reader& value, ReadRoute& read) {
    const auto text = config::as_nonempty_text(value);
    if (!text) return false;
    auto regex = RouteRegex::parse(*text);
    if (!regex) {
        value.fail(regex.error().message);
        return false;
    }
    read.route.path = *text;
    read.route.is_regex = true;
    read.regex = std::move(*regex);
    return true;
}

StepContext RouteReader::context_of(const ReadRoute& read) const {
    const auto& pattern = read.route.pattern;
    StepContext context{.settings = settings_,
                        .templates = *around_.templates,
                        .folder = around_.folder,
                        .files = files_,
                        .handlers = handlers_,
                        .scope = around_.scope,
                        .path_ends_in_slash = pattern && pattern->ends_in_slash()};
    auto& params = context.scope.params;
    params.clear();
    if (read.regex) params = read.regex->names();
    if (!pattern) return context;
    for (const auto& segment : pattern->segments()) {
        if (segment.is_parameter) params.push_back(segment.text);
    }
    return context;
}

void RouteReader::read_name(config::MappingReader& in, Route& route) const {
    const auto name = in.take("name");
    if (!name) return;
    if (const auto text = config::as_nonempty_text(*name)) route.name = *text;
    if (route.is_regex) name->fail("a regex has no reverse; name goes with path");
}

void RouteReader::read_level(config::MappingReader& in, StepContext& context,
                             ReadRoute& read) const {
    const auto holder =
        has_own_answer(in.value().node()) ? Level::Holder::answer : Level::Holder::group;
    read.level = std::make_unique<Level>(around_.level, holder, in, context);
    read.route.level = read.level.get();
}

void RouteReader::read_actions(config::MappingReader& in, const StepContext& context,
                               Route& route) const {
    for (const auto& [key, method] : method_keys) {
        const auto value = in.take(key);
        if (value) set_action(route, method, read_action(*value, context, *route.level));
    }
}

RouteAction RouteReader::read_action(const config::Reader& value, StepContext context,
                                     const Level& level) const {
    const std::size_t told = value.problems().size();
    RouteAction action{.place = value.place(),
                       .summary = summary_of(value.node()),
                       .own = read_steps(value, context),
                       .steps = {}};
    const bool answers =
        std::ranges::any_of(action.own, [](const auto& step) { return step->answers(); });
    if (!answers && value.problems().size() == told) {
        value.fail("none of its steps answers: it would always be 404");
    }
    action.steps = run_list(level, action.own);
    return action;
}

RouteAction RouteReader::read_own_answer(config::MappingReader& in, StepContext& context,
                                         const Level& level) const {
    RouteAction action{.place = in.value().place(),
                       .summary = summary_of(in.value().node()),
                       .own = {},
                       .steps = {}};
    action.own.push_back(std::make_unique<Step>(in, context));
    action.steps = run_list(level, action.own);
    return action;
}

}  // namespace tined::handlers
