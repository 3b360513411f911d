// The files that a site names: its folders, opened once for all routes, the cache over them, and
// what must never be served: the configuration, its secrets, the templates.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/node.hpp"
#include "config/reader.hpp"
#include "handlers/content_types.hpp"
#include "handlers/file_cache.hpp"
#include "handlers/folder.hpp"

namespace tined::handlers {

class SiteFiles {
public:
    /// `compression` must outlive it.
    explicit SiteFiles(const http::CompressionSettings& compression);
    // The cache and all answers point into it.
    SiteFiles(const SiteFiles&) = delete;
    SiteFiles& operator=(const SiteFiles&) = delete;

    /// The configuration's own files and its secrets.
    void protect(const config::Document& document);
    void add_templates(const std::filesystem::path& folder);

    /// Opens a folder that `value` names, or says why it can't be. Good as long as this is.
    const Folder* open_folder(const std::filesystem::path& path, const config::Reader& value);
    /// The folder of one file: nothing else in it is served, so it may hold anything.
    const Folder* open_folder_of_file(const std::filesystem::path& file,
                                      const config::Reader& value);

    /// After all was read: a folder that holds what is protected is a problem.
    void check(config::Problems& problems) const;

    /// Whether the process, as the user that it now is, can use all that is named; else one line.
    std::optional<std::string> why_unreadable() const;

    /// The folders out of which requests are answered, templates included.
    std::vector<std::string> folders() const;

    FileCache& cache() noexcept { return cache_; }
    const ContentTypes& types() const noexcept { return types_; }

private:
    struct Opened {
        Folder folder;
        config::Place place;
        std::string key;   ///< the path of the key that names it
        std::string file;  ///< the one that is served of it; empty: all, to whoever asks for a name
    };
    const Folder* open(const std::filesystem::path& path, const config::Reader& value,
                       std::string file);
    struct Protected {
        std::filesystem::path path;
        std::string what;  ///< "this configuration", "the templates"
    };

    ContentTypes types_;
    FileCache cache_;
    std::deque<Opened> folders_;
    std::vector<Protected> protected_;
    std::vector<std::filesystem::path> templates_;
};

}  // namespace tined::handlers
