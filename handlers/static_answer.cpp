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

/// The path's segments without the first ones.
std::span<const std::string_view> behind(std::size_t first, const http::Request& request) {
    const std::span<const std::string_view> segments = request.path().segments;
    return segments.subspan(std::min(first, segments.size()));
}

/// One file as the answer; on an error page all of it, whatever the request's conditions: they
/// were about another answer.
std::expected<Progress, Failure> answer_with(const ServedFile& file, const FileCache& cache,
                                             bool is_error_page, Exchange& exchange) {
    if (is_error_page) {
        const int status = exchange.response.status();
        send_whole_file(file, exchange.response);
        exchange.response.set_status(status);
        return Progress::answered;
    }
    const auto& codings = cache.compression().algorithms;
    if (auto sent = send_file(file, exchange.request(), exchange.response, codings); !sent) {
        return std::unexpected(std::move(sent.error()));
    }
    return Progress::answered;
}

/// The one file that the operator named: whatever its name, and wherever a link led to when the
/// configuration was read.
class NamedFile final : public Part {
public:
    /// `written` is the name in the configuration, which says of what type the file is.
    NamedFile(const Folder& folder, std::string name, std::string_view written,
              StepContext& context)
        : folder_(folder),
          name_(std::move(name)),
          content_type_(context.files.types().of(written)),
          cache_(context.files.cache()),
          is_error_page_(context.is_error_page) {}

    std::expected<Progress, Failure> run(Exchange& exchange) const override {
        const auto file = cache_.find(folder_, name_, exchange.request().received());
        if (!file) return std::unexpected(failure_of(file.error()));
        auto answered = answer_with(**file, cache_, is_error_page_, exchange);
        const bool is_renamed = content_type_ != (*file)->content_type;
        if (is_renamed && exchange.response.has("Content-Type")) {
            exchange.response.set("Content-Type", content_type_);
        }
        return answered;
    }

private:
    const Folder& folder_;
    std::string name_;
    std::string_view content_type_;
    FileCache& cache_;
    bool is_error_page_;
};

/// One file of a folder, whose name is made for each request.
class ChosenFile final : public Part {
public:
    /// `below` is the literal folder that a made name begins with, which is cut off.
    ChosenFile(const Folder& folder, templates::Template name, std::string below, Needs needs,
               StepContext& context)
        : folder_(folder),
          name_(std::move(name)),
          below_(std::move(below)),
          cache_(context.files.cache()),
          is_error_page_(context.is_error_page) {
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
        const auto file = cache_.find(folder_, file_name->text(), exchange.request().received());
        if (!file) return std::unexpected(failure_of(file.error()));
        return answer_with(**file, cache_, is_error_page_, exchange);
    }

private:
    const Folder& folder_;
    templates::Template name_;
    std::string below_;
    FileCache& cache_;
    bool is_error_page_;
};

/// What is put behind a name: with another beginning /about would come to "aboutme", which nobody
/// means.
std::optional<std::string> as_ending(const config::Reader& value) {
    auto text = config::as_nonempty_text(value);
    if (!text || text->starts_with('.') || text->starts_with('/')) return text;
    value.fail("an ending to try begins with . or /, as .html and /index.html do");
    return std::nullopt;
}

/// Reads the mapping form; the folder's path is empty where a problem was told.
std::filesystem::path read_settings(const config::Reader& value, StaticSettings& settings) {
    config::MappingReader in(value, "a folder, or a mapping with folder");
    std::filesystem::path folder;
    const config::ListOf texts{config::as_nonempty_text};
    in.read("folder", folder, config::as_path);
    in.read("index", settings.index, texts);
    in.read("listing", settings.listing, config::as_boolean);
    in.read("try", settings.try_endings, config::ListOf{as_ending});
    in.read("fallback", settings.fallback, config::as_nonempty_text);
    in.read("precompressed", settings.precompressed, config::as_boolean);
    if (!in.has("folder")) value.fail("folder is missing");
    in.finish();
    return folder;
}

std::unique_ptr<Part> read_named_file(const config::Reader& value, std::string_view written,
                                      StepContext& context) {
    const auto path = config::resolved_path(written, value.place());
    std::error_code error;
    const auto real = std::filesystem::canonical(path, error);
    if (error || !std::filesystem::is_regular_file(real, error)) {
        value.fail("no such file: " + path.string());
        return nullptr;
    }
    const Folder* folder = context.files.open_folder_of_file(real, value);
    if (folder == nullptr) return nullptr;
    return std::make_unique<NamedFile>(*folder, real.filename().string(), written, context);
}

}  // namespace

std::expected<Progress, Failure> StaticAnswer::run(Exchange& exchange) const {
    const http::Request& request = exchange.request();
    const auto rest = behind(exchange.rest(), request);
    auto answered =
        files_.answer(cache_, search(rest, request.received()), rest, request, exchange.response);
    if (!answered) return std::unexpected(std::move(answered.error()));
    return Progress::answered;
}

std::expected<void, Failure> StaticAnswer::answer(const StaticFiles::Search& found,
                                                  std::size_t first, const http::Request& request,
                                                  http::Response& response) const {
    return files_.answer(cache_, found, behind(first, request), request, response);
}

std::expected<void, Failure> StaticAnswer::answer_fallback(Exchange& exchange) const {
    return files_.answer_fallback(cache_, exchange.request(), exchange.response);
}

bool StaticAnswer::has(std::span<const std::string_view> rest) const {
    return StaticFiles::has(search(rest, now()));
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
    if (name->is_constant()) return read_named_file(value, name->leading_text(), context);
    if (!check_literal_folder(value, *name)) return nullptr;
    std::string below = literal_folder(*name);
    // Every file of the folder can be asked for.
    const Folder* folder =
        context.files.open_folder(config::resolved_path(below, value.place()), value);
    if (folder == nullptr) return nullptr;
    return std::make_unique<ChosenFile>(*folder, std::move(*name), std::move(below), needs,
                                        context);
}

}  // namespace tined::handlers
