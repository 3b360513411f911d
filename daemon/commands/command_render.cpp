#include "daemon/commands/command_render.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "base/descriptor.hpp"
#include "config/overrides.hpp"
#include "config/reader.hpp"
#include "handlers/template_folder.hpp"
#include "template/environment.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

constexpr std::string_view standard_input = "-";
constexpr std::size_t most_input = std::size_t{64} << 20;

/// The members of the JSON object.
class DataNames final : public templates::Names {
public:
    DataNames(const templates::Symbols& symbols, value::Map data) noexcept
        : symbols_(symbols), data_(std::move(data)) {}

    value::Value value_of(templates::Slot slot) const override {
        const value::Value* const found = data_.find(symbols_.name_of(slot));
        return found != nullptr ? *found : value::Value();
    }

private:
    const templates::Symbols& symbols_;
    value::Map data_;
};

/// A folder's templates, if there is a folder, and the one that came by standard input.
class InputLoader final : public templates::Loader {
public:
    InputLoader(std::unique_ptr<templates::Loader> folder, std::optional<std::string> input)
        : folder_(std::move(folder)), input_(std::move(input)) {}

    std::expected<std::string, templates::LoadFailure> source(
        std::string_view name) const override {
        if (input_ && name == standard_input) return *input_;
        if (folder_) return folder_->source(name);
        return std::unexpected(templates::LoadFailure{true, "there is no folder of templates"});
    }
    std::string file_of(std::string_view name) const override {
        if (folder_ == nullptr || (input_ && name == standard_input)) return std::string(name);
        std::string file = folder_->file_of(name);
        // A path that was typed without a folder is told without one.
        return file.starts_with("./") ? file.substr(2) : file;
    }

private:
    std::unique_ptr<templates::Loader> folder_;
    std::optional<std::string> input_;
};

std::unexpected<Failure> failed(ExitCode code, std::string line) {
    return std::unexpected(Failure(code, std::move(line)));
}

std::expected<std::string, Failure> read_input(const std::string& name) {
    auto text = name == standard_input ? base::read_whole(STDIN_FILENO, most_input)
                                       : base::read_whole(name, most_input);
    if (!text) return failed(ExitCode::failed_at_work, text.error().what());
    return std::move(*text);
}

std::expected<value::Map, Failure> read_data(const RenderOptions& options) {
    if (!options.data) return value::Map();
    const auto text = read_input(*options.data);
    if (!text) return std::unexpected(text.error());
    const auto data = value::parse_json(*text);
    if (!data) {
        const value::JsonError& error = data.error();
        return failed(
            ExitCode::failed_at_work,
            fmt::format("{}:{}:{}: {}", *options.data, error.line, error.column, error.message));
    }
    if (data->kind() != value::Kind::map) {
        return failed(
            ExitCode::failed_at_work,
            fmt::format("{}: expected an object, whose members are the names", *options.data));
    }
    return data->as_map();
}

// `--set templates.trim_blocks=true` and the like: what the file would say, without a file.
std::expected<templates::Settings, Failure> read_settings(const Options& options) {
    config::Problems problems;
    config::Document document;
    document.root.kind = config::NodeKind::mapping;
    for (const std::string& assignment : options.set) {
        config::apply_override(document, assignment, problems);
    }
    templates::Settings settings;
    config::MappingReader root(config::Reader(document.root, {}, problems));
    if (const auto value = root.take("templates")) {
        config::MappingReader in(*value);
        handlers::read_template_settings(in, settings);
        in.finish();
    }
    root.finish();
    if (!options.render.autoescape) settings.autoescape = templates::Autoescape::never;
    if (problems.empty()) return settings;
    return std::unexpected(Failure(ExitCode::wrong_command_line, problems.lines()));
}

struct Source {
    std::string name;
    std::unique_ptr<const templates::Loader> loader;
};

// A file that is named by its path finds what it includes beside it.
std::expected<Source, Failure> open_source(const RenderOptions& options) {
    std::optional<std::string> folder = options.folder;
    std::string name = options.name;
    std::optional<std::string> input;
    if (name == standard_input) {
        auto text = read_input(name);
        if (!text) return std::unexpected(text.error());
        input = std::move(*text);
    } else if (!folder) {
        const std::filesystem::path path(name);
        folder = path.has_parent_path() ? path.parent_path().string() : ".";
        name = path.filename().string();
    }
    std::unique_ptr<templates::Loader> files;
    if (folder) {
        auto opened = templates::FolderLoader::open(*folder);
        if (!opened) return failed(ExitCode::failed_at_work, opened.error().what());
        files = std::make_unique<templates::FolderLoader>(std::move(*opened));
    }
    return Source{name, std::make_unique<InputLoader>(std::move(files), std::move(input))};
}

std::expected<std::string, Failure> render(const Options& options) {
    if (options.render.name == standard_input && options.render.data == standard_input) {
        return failed(ExitCode::wrong_command_line,
                      "render: only one of template and data can come by standard input");
    }
    const auto settings = read_settings(options);
    if (!settings) return std::unexpected(settings.error());
    auto data = read_data(options.render);
    if (!data) return std::unexpected(data.error());
    auto source = open_source(options.render);
    if (!source) return std::unexpected(source.error());
    templates::Symbols symbols;
    templates::Environment environment(symbols, *settings, std::move(source->loader));
    handlers::add_site_filters(environment);
    const auto compiled = environment.load(source->name);
    if (!compiled) {
        return std::unexpected(
            Failure(ExitCode::wrong_configuration, templates::lines_of(compiled.error())));
    }
    std::string out;
    const auto done = (*compiled)->render(DataNames(symbols, std::move(*data)), out);
    if (!done) {
        return std::unexpected(
            Failure(ExitCode::failed_at_work, templates::lines_of(done.error())));
    }
    return out;
}

}  // namespace

ExitCode command_render(const Options& options) {
    const auto out = render(options);
    if (!out) {
        tell(out.error());
        return out.error().code;
    }
    if (const auto written = base::write_whole(STDOUT_FILENO, *out); !written) {
        tell(Failure(ExitCode::failed_at_work, written.error().what()));
        return ExitCode::failed_at_work;
    }
    return ExitCode::done;
}

}  // namespace tined::daemon
