#include "handlers/template_folder.hpp"

#include <filesystem>

#include "config/typed.hpp"
#include "handlers/value_template.hpp"

namespace tined::handlers {

namespace {

/// `url | away`: the text as it is, escaped like any other; that it may lead to another site is
/// what redirect.cpp sees. Of nothing it would leave the lead to what follows, so it is an error.
templates::Result away(const templates::Evaluation&, const value::Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.named.empty()) {
        return std::unexpected("away takes no arguments");
    }
    const std::string url = arguments.positional.front().print();
    if (url.empty()) return std::unexpected("away: the URL is empty");
    return value::Value(url);
}

void read_bounds(const config::Reader& value, templates::Bounds& bounds) {
    config::MappingReader in(value);
    in.read("output", bounds.output, [](const config::Reader& size) -> std::optional<std::size_t> {
        return config::as_size(size);
    });
    in.read("loops", bounds.loops, config::Integer<std::uint64_t>{1});
    in.read("depth", bounds.depth, config::Integer<int>{1, 1000});
    in.finish();
}

struct Written {
    std::filesystem::path folder;
    templates::Settings settings;
    std::vector<std::pair<std::string, value::Value>> globals;
};

void read_settings(const config::Reader& value, Written& written) {
    config::MappingReader in(value, "a folder, or a mapping with folder");
    in.read("folder", written.folder, config::as_path);
    read_template_settings(in, written.settings);
    if (const auto globals = in.take("globals")) {
        config::MappingReader names(*globals, "a mapping of names to values");
        for (const auto& [name, constant] : names.take_all()) {
            written.globals.emplace_back(name, config::as_value(constant.node()));
        }
    }
    if (!in.has("folder")) value.fail("folder is missing");
    in.finish();
}

}  // namespace

void add_site_filters(templates::Environment& environment) { environment.add_filter("away", away); }

void read_template_settings(config::MappingReader& in, templates::Settings& settings) {
    in.read("trim_blocks", settings.trim_blocks, config::as_boolean);
    in.read("lstrip_blocks", settings.lstrip_blocks, config::as_boolean);
    in.read("keep_trailing_newline", settings.keep_trailing_newline, config::as_boolean);
    in.read("strict", settings.strict, config::as_boolean);
    if (const auto bounds = in.take("bounds")) read_bounds(*bounds, settings.bounds);
}

templates::Environment* read_template_folder(const config::Reader& value,
                                             templates::Symbols& symbols, SiteFiles& files,
                                             std::deque<templates::Environment>& environments) {
    Written written;
    if (value.node().kind == config::NodeKind::mapping) {
        read_settings(value, written);
    } else if (auto folder = config::as_path(value)) {
        written.folder = std::move(*folder);
    }
    if (written.folder.empty()) return nullptr;
    auto loader = templates::FolderLoader::open(written.folder.string());
    if (!loader) {
        value.fail(loader.error());
        return nullptr;
    }
    files.add_templates(written.folder);
    auto& environment = environments.emplace_back(
        symbols, written.settings,
        std::make_unique<const templates::FolderLoader>(std::move(*loader)));
    add_site_filters(environment);
    for (auto& [name, constant] : written.globals) environment.add_global(name, constant);
    return &environment;
}

}  // namespace tined::handlers
