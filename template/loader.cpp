#include "template/loader.hpp"

#include <fcntl.h>

#include <cerrno>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"

namespace tined::templates {
namespace {

constexpr std::size_t largest_source = std::size_t{16} << 20;

LoadFailure failure_of(const base::SystemError& error, std::string_view name) {
    const bool is_missing = error.code() == ENOENT || error.code() == ENOTDIR;
    // openat2(2) has it for what is beneath the folder by its name, and elsewhere in truth.
    const bool leads_out = error.code() == EXDEV;
    return {is_missing,
            leads_out ? fmt::format("{}: a symbolic link leads out of the folder of templates",
                                    base::escape_for_message(name))
                      : error.what(),
            error.code()};
}

}  // namespace

std::expected<FolderLoader, base::SystemError> FolderLoader::open(const std::string& folder) {
    auto descriptor = base::open_folder(folder);
    if (!descriptor) return std::unexpected(descriptor.error());
    return FolderLoader(folder, std::move(*descriptor));
}

FolderLoader::FolderLoader(std::string folder, base::Descriptor descriptor)
    : folder_(std::move(folder)), descriptor_(std::move(descriptor)) {}

std::expected<std::string, LoadFailure> FolderLoader::source(std::string_view name) const {
    const auto file = base::open_beneath(descriptor_.get(), name, O_RDONLY);
    if (!file) return std::unexpected(failure_of(file.error(), name));
    auto source = base::read_regular(file->get(), largest_source, base::escape_for_message(name));
    if (!source) {
        return std::unexpected(LoadFailure{false, source.error().what(), source.error().code()});
    }
    return std::move(*source);
}

std::string FolderLoader::file_of(std::string_view name) const {
    return fmt::format("{}/{}", folder_, name);
}

MemoryLoader::MemoryLoader(std::map<std::string, std::string, std::less<>> sources)
    : sources_(std::move(sources)) {}

std::expected<std::string, LoadFailure> MemoryLoader::source(std::string_view name) const {
    const auto found = sources_.find(name);
    if (found == sources_.end()) return std::unexpected(LoadFailure{true, "there is none"});
    return found->second;
}

std::string MemoryLoader::file_of(std::string_view name) const { return std::string(name); }

}  // namespace tined::templates
