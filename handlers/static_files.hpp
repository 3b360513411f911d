// Answers requests for the files of a folder: what `static:` does. The keys of tined.yaml are read
// by whoever makes one of these; the answer for one file is send_file.hpp's.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "handlers/failure.hpp"
#include "handlers/file_cache.hpp"
#include "handlers/folder.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace tined::handlers {

struct StaticSettings {
    /// Names that are looked for, in this order, in a folder that is asked for.
    std::vector<std::string> index = {"index.html"};
    /// Whether a folder without an index is listed.
    bool listing = false;
    /// Endings that are tried, in this order, where there is no such file: with ".html", /about is
    /// about.html.
    std::vector<std::string> try_endings;
    /// Whether NAME.zst, NAME.br or NAME.gz is sent in NAME's place to who accepts it.
    bool precompressed = false;
    /// The file, relative to the folder, that answers where no route has the path; empty: none.
    std::string fallback;
};

/// The decoded segments below a static route's prefix, as a file's name. It is where a client's
/// text becomes a name, so what could lead anywhere else ends here: empty segments (which an
/// absolute name would have too), everything that begins with a dot, separators, NUL.
class FileName {
public:
    /// Nothing if no file can have that name. The last segment may be empty: a folder was asked
    /// for, and the name ends in a slash; a folder that is the static one itself is "". The
    /// segments are those of one text, which has one character between each and the next: the name
    /// is a view of it.
    static std::optional<FileName> of(std::span<const std::string_view> rest) noexcept;

    std::string_view text() const noexcept { return text_; }
    bool is_folder() const noexcept { return text_.empty() || text_.back() == '/'; }
    /// With an ending; nothing if it would be too long.
    std::optional<std::string> with(std::string_view ending) const;

private:
    static constexpr std::size_t most = 4095;  // PATH_MAX and its NUL: a longer name opens nothing

    explicit FileName(std::string_view text) noexcept : text_(text) {}

    std::string_view text_;
};

/// Made before the fork, const from then on. The cache is the worker's.
class StaticFiles {
public:
    /// `folder` must outlive it.
    StaticFiles(const Folder& folder, StaticSettings settings)
        : folder_(folder), settings_(std::move(settings)) {}

    const Folder& folder() const noexcept { return folder_; }
    const StaticSettings& settings() const noexcept { return settings_; }

    /// What answers for a path.
    struct Found {
        enum class Kind : std::uint8_t { file, folder_without_slash, listing };
        Kind kind = Kind::file;
        const ServedFile* file = nullptr;  // good until the cache is asked again
    };
    using Search = std::expected<Found, FileError>;

    /// For `rest`, the segments below the prefix; empty, it is the prefix without its slash.
    Search search(FileCache& cache, std::span<const std::string_view> rest,
                  FileCache::Time now) const;
    /// Whether answer() would have something else than 404: the router's Probe::has_file().
    static bool has(const Search& search) noexcept;

    /// The file, the index or the listing of a folder, or 308 to a folder's slash. Only for GET and
    /// HEAD. Asked with the `?v=` of its content, a file may be kept for a year. `found` is that
    /// for `rest`, and nothing has been asked of the cache since.
    std::expected<void, Failure> answer(FileCache& cache, const Search& found,
                                        std::span<const std::string_view> rest,
                                        const http::Request& request,
                                        http::Response& response) const;

    /// The same as answer() for a request that asks for a file and nothing else, behind the fields
    /// of `around`, which outlive the cache. It was made when the first asked so; null where the
    /// request asks for more. Good until the cache is asked again.
    const http::Response* whole_answer(FileCache& cache, const Search& found,
                                       const http::Request& request,
                                       const http::FieldBlock& around) const;

    std::expected<void, Failure> answer_fallback(FileCache& cache, const http::Request& request,
                                                 http::Response& response) const;

private:
    Search search_folder(FileCache& cache, const FileName& name, FileCache::Time now) const;
    Search search_file(FileCache& cache, const FileName& name, FileCache::Time now) const;
    std::expected<void, Failure> answer_file(FileCache& cache, const ServedFile& file,
                                             const http::Request& request,
                                             http::Response& response) const;
    /// `file`, or what lies precompressed beside it.
    std::expected<void, Failure> send(FileCache& cache, const ServedFile& file,
                                      const http::Request& request, http::Response& response) const;
    /// The file itself where nothing beside it is for this client.
    std::expected<void, Failure> send_precompressed(FileCache& cache, const std::string& name,
                                                    const http::Request& request,
                                                    http::Response& response) const;
    std::expected<void, Failure> answer_listing(std::span<const std::string_view> rest,
                                                const http::Request& request,
                                                http::Response& response) const;

    const Folder& folder_;
    StaticSettings settings_;
};

}  // namespace tined::handlers
