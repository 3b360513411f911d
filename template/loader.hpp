// Where templates that have names come from.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace tined::templates {

/// Why a template's source could not be had.
struct LoadFailure {
    bool missing;        ///< there is none of this name; `ignore missing` forgives that alone
    std::string reason;  ///< in words, for what is there and can't be read
    int code = 0;        ///< errno, if the system has refused it
};

/// Asked by Environment when templates are compiled, and by a template that includes or extends a
/// name it has computed. Environment has refused names that could leave a folder.
class Loader {
public:
    virtual ~Loader() = default;
    virtual std::expected<std::string, LoadFailure> source(std::string_view name) const = 0;
    /// What errors call the template: a path that the user can open.
    virtual std::string file_of(std::string_view name) const = 0;
};

/// Files beneath one folder. It is opened once, and no name and no symbolic link leads out of it.
class FolderLoader final : public Loader {
public:
    static std::expected<FolderLoader, base::SystemError> open(const std::string& folder);

    std::expected<std::string, LoadFailure> source(std::string_view name) const override;
    std::string file_of(std::string_view name) const override;

private:
    FolderLoader(std::string folder, base::Descriptor descriptor);

    std::string folder_;
    base::Descriptor descriptor_;
};

/// Templates held in memory: for tests, and for what is built in.
class MemoryLoader final : public Loader {
public:
    explicit MemoryLoader(std::map<std::string, std::string, std::less<>> sources);

    std::expected<std::string, LoadFailure> source(std::string_view name) const override;
    std::string file_of(std::string_view name) const override;

private:
    std::map<std::string, std::string, std::less<>> sources_;
};

}  // namespace tined::templates
