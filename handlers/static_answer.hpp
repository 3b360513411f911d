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
    /// What there is at `rest`, as the router asks it.
    StaticFiles::Search search(std::span<const std::string_view> rest, FileCache::Time now) const {
        return files_.search(cache_, rest, now);
    }
    /// The same as run(), without an exchange. `found` is what there is behind the path's `first`
    /// segments, and was asked just now.
    std::expected<void, Failure> answer(const StaticFiles::Search& found, std::size_t first,
                                        const http::Request& request,
                                        http::Response& response) const;
    /// As StaticFiles::whole_answer().
    const http::Response* whole_answer(const StaticFiles::Search& found,
                                       const http::Request& request,
                                       const http::FieldBlock& around) const {
        return files_.whole_answer(cache_, found, request, around);
    }
    std::expected<void, Failure> answer_fallback(Exchange& exchange) const;

    bool has_fallback() const noexcept { return !files_.settings().fallback.empty(); }
    /// The same by the clock, for who explains why a route answers nothing.
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
