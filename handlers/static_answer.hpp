// `static: FOLDER` and `file: PATH`: answers out of files. A folder is served below a path that
// ends in `/`; a file is one file, or, with an expression in its name, one of a folder.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "handlers/part.hpp"
#include "handlers/static_files.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

class StaticAnswer final : public Part {
public:
    /// Both outlive it.
    StaticAnswer(const Folder& folder, StaticSettings settings, FileCache& cache)
        : files_(folder, std::move(settings)), cache_(cache) {}

    std::expected<Progress, Failure> run(Exchange& exchange) const override;
    /// The same without an exchange. `first` of the path's segments are the folder's own.
    std::expected<void, Failure> answer(std::size_t first, const http::Request& request,
                                        http::Response& response) const;
    std::expected<void, Failure> answer_fallback(Exchange& exchange) const;

    bool has_fallback() const noexcept { return !files_.settings().fallback.empty(); }
    /// Whether there is something to answer with at `rest`, as the router asks it.
    bool has(std::span<const std::string_view> rest) const;
    /// What names the content of the file at `path`, as "css/site.css"; nothing if there is none.
    std::optional<std::string> version_of(std::string_view path) const;

private:
    StaticFiles files_;
    FileCache& cache_;
};

/// `static`: a folder, or a mapping with folder.
std::unique_ptr<Part> read_static(const config::Reader& value, StepContext& context);
std::unique_ptr<Part> read_file(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
