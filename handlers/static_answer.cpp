#include "handlers/static_answer.hpp"

#include <chrono>
#include <filesystem>

#include "base/text.hpp"
#include "config/typed.hpp"
#include "handlers/exchange.hpp"
#include "handlers/literal_folder.hpp"
#include "handlers/send_file.hpp"
#include "handlers/site_files.hpp"

namespace tined::handlers {

namespace {

/// What is asked of the disk by nobody's request: when a page makes a URL.
FileCache::Time now() { return std::chrono::system_clock::now(); }

/// One file of a folder, whose name is known or made for each request.
class FileAnswer final : public Part {
public:
    /// `below` is the literal folder that a made name begins with, which is cut off.
    FileAnswer(const Folder& folder, templates::Template name, std::string below, FileCache& cache,
               bool is_error_page, Needs needs)
        : folder_(folder),
          name_(std::move(name)),
          below_(std::move(below)),
          cache_(cache),
          is_error_page_(is_error_page) {
        needs_ = needs;
    }

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        std::string name;
        if (const auto rendered = name_.render(exchange, name); !rendered) {
            return std::unexpected(failure_of(rendered.error()));
        }
        if (!stays_in(below_, name)) return std::unexpected(Failure{.status = 404});
        const std::string_view rest = std::string_view(name).substr(below_.size());
        const auto segments = base::split(rest, '/');
        const auto file_name = FileName::of(segments);
        if (!file_name || file_name->is_folder()) return std::unexpected(Failure{.status = 404});
        const auto& request = exchange.request();
        const auto file = cache_.find(folder_, file_name->text(), request.received());
        if (!file) return std::unexpected(failure_of(file.error()));
        if (is_error_page_) {
            // The whole file, whatever the request's conditions: they were about another answer.
            const int status = exchange.response.status();
            send_whole_file(**file, exchange.response);
            exchange.response.set_status(status);
            return Progress::answered;
        }
        if (auto sent = send_file(**file, request, exchange.response); !sent) {
            return std::unexpected(std::move(sent.error()));
        }
        return Progress::answered;
    }

private:
    const Folder& folder_;
    templates::Template name_;
    std::string below_;
    FileCache& cache_;
    bool is_error_page_;
};

/// Reads the mapping form; the folder's path is empty where a problem was told.
std::filesystem::path read_settings(const config::Reader& value, StaticSettings& settings) {
    config::MappingReader in(value, "a folder, or a mapping with folder");
    std::filesystem::path folder;
    const config::ListOf texts{config::as_nonempty_text};
    in.read("folder", folder, config::as_path);
    in.read("index", settings.index, texts);
    in.read("listing", settings.listing, config::as_boolean);
    in.read("try", settings.try_endings, texts);
    in.read("fallback", settings.fallback, config::as_nonempty_text);
    in.later({"precompressed"});
    if (!in.has("folder")) value.fail("folder is missing");
    in.finish();
    return folder;
}

}  // namespace

std::expected<Progress, Failure> StaticAnswer::run(Exchange& exchange) const {
    const auto& request = exchange.request();
    const std::span<const std::string_view> segments = request.path().segments;
    const auto rest = segments.subspan(std::min(exchange.rest(), segments.size()));
    auto answered = files_.answer(cache_, rest, request, exchange.response);
    if (!answered) return std::unexpected(std::move(answered.error()));
    return Progress::answered;
}

std::expected<void, Failure> StaticAnswer::answer_fallback(Exchange& exchange) const {
    return files_.answer_fallback(cache_, exchange.request(), exchange.response);
}

bool StaticAnswer::has(std::span<const std::string_view> rest) const {
    return files_.has(cache_, rest, now());
}

std::optional<std::string> StaticAnswer::version_of(std::string_view path) const {
    const auto segments = base::split(path, '/');
    const auto name = FileName::of(segments);
    if (!name || name->is_folder()) return std::nullopt;
    auto version = cache_.version(files_.folder(), name->text(), now());
    if (!version) return std::nullopt;
    return std::move(*version);
}

std::unique_ptr<Part> read_static(const config::Reader& value, StepContext& context) {
    StaticSettings settings;
    std::filesystem::path path;
    if (value.node().kind == config::NodeKind::mapping) {
        path = read_settings(value, settings);
    } else if (auto written = config::as_path(value)) {
        path = std::move(*written);
    }
    if (!context.path_ends_in_slash) {
        value.fail("static serves what is below a path that ends in /");
        return nullptr;
    }
    if (path.empty()) return nullptr;
    const Folder* folder = context.files.open_folder(path, value);
    if (folder == nullptr) return nullptr;
    return std::make_unique<StaticAnswer>(*folder, std::move(settings), context.files.cache());
}

std::unique_ptr<Part> read_file(const config::Reader& value, StepContext& context) {
    Needs needs;
    auto name = compile_text(value, context, templates::no_escaping(), needs);
    if (!name) return nullptr;
    std::filesystem::path path;
    std::string below;
    if (name->is_constant()) {
        path = config::resolved_path(name->leading_text(), value.place());
        if (!std::filesystem::is_regular_file(path)) {
            value.fail("no such file: " + path.string());
            return nullptr;
        }
        const auto slash = name->leading_text().rfind('/');
        if (slash != std::string_view::npos) below = name->leading_text().substr(0, slash + 1);
        path = path.parent_path();
    } else {
        if (!check_literal_folder(value, *name)) return nullptr;
        below = literal_folder(*name);
        path = config::resolved_path(below, value.place());
    }
    // With an expression every file of the folder can be asked for.
    const Folder* folder = name->is_constant() ? context.files.open_folder_of_file(path, value)
                                               : context.files.open_folder(path, value);
    if (folder == nullptr) return nullptr;
    return std::make_unique<FileAnswer>(*folder, std::move(*name), std::move(below),
                                        context.files.cache(), context.is_error_page, needs);
}

}  // namespace tined::handlers
