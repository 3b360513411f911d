#include "handlers/site_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/descriptor.hpp"

namespace tined::handlers {

namespace {

namespace fs = std::filesystem;

/// Without links and dots; as it is where it can't be followed.
fs::path real_path(const fs::path& path) {
    std::error_code error;
    auto real = fs::canonical(path, error);
    return error ? fs::absolute(path, error).lexically_normal() : real;
}

bool is_within(const fs::path& path, const fs::path& folder) {
    const auto [end, unused] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

/// Every template of a folder must be readable: one that is not would fail at a visitor's request.
std::optional<std::string> why_templates_unreadable(const fs::path& folder) {
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (!entry->is_regular_file(error) || error) continue;
        if (const auto opened = base::open_read(entry->path().string()); !opened) {
            return opened.error().what();
        }
    }
    if (error) return fmt::format("templates {}: {}", folder.string(), error.message());
    return std::nullopt;
}

}  // namespace

SiteFiles::SiteFiles(const http::CompressionSettings& compression)
    : types_(ContentTypes::read()), cache_(types_, compression) {}

void SiteFiles::protect(const config::Document& document) {
    for (const auto& file : document.files) {
        protected_.push_back({real_path(file), "this site's configuration"});
    }
    for (const auto& file : document.secret_files) {
        protected_.push_back({real_path(file), "a secret"});
    }
}

void SiteFiles::add_templates(const fs::path& folder) {
    templates_.push_back(folder);
    protected_.push_back({real_path(folder), "the templates"});
}

const Folder* SiteFiles::open_folder(const fs::path& path, const config::Reader& value) {
    return open(path, value, {});
}

const Folder* SiteFiles::open_folder_of_file(const fs::path& file, const config::Reader& value) {
    return open(file.parent_path(), value, file.filename().string());
}

const Folder* SiteFiles::open(const fs::path& path, const config::Reader& value, std::string file) {
    auto folder = Folder::open(path.string());
    if (!folder) {
        value.fail(folder.error());
        return nullptr;
    }
    folders_.push_back({std::move(*folder), value.place(), value.path(), std::move(file)});
    return &folders_.back().folder;
}

void SiteFiles::check(config::Problems& problems) const {
    for (const auto& opened : folders_) {
        if (!opened.file.empty()) continue;
        const auto folder = real_path(opened.folder.path());
        const auto inside = [&](const Protected& file) { return is_within(file.path, folder); };
        const auto found = std::ranges::find_if(protected_, inside);
        if (found == protected_.end()) continue;
        problems.add(opened.place, opened.key,
                     fmt::format("the folder {} holds {} ({}): it would be served to everybody",
                                 opened.folder.path(), found->what, found->path.string()));
    }
}

std::vector<std::string> SiteFiles::folders() const {
    std::vector<std::string> all;
    for (const auto& opened : folders_) all.push_back(opened.folder.path());
    for (const auto& folder : templates_) all.push_back(folder.string());
    return all;
}

std::optional<std::string> SiteFiles::why_unreadable() const {
    for (const auto& opened : folders_) {
        if (auto why = opened.folder.why_unusable()) return why;
        if (opened.file.empty()) continue;
        const auto path = fs::path(opened.folder.path()) / opened.file;
        if (const auto file = base::open_read(path.string()); !file) return file.error().what();
    }
    for (const auto& folder : templates_) {
        if (auto why = why_templates_unreadable(folder)) return why;
    }
    return std::nullopt;
}

}  // namespace tined::handlers
