// From the file's name to the settings: read, include, override, resolve, fill. The rest of the
// tree (routes, templates, ...) is handed to handlers untouched.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/node.hpp"
#include "config/place.hpp"
#include "config/settings.hpp"

namespace tined::config {

/// The configuration as one: the settings, and the tree that handlers read the site from. The
/// root is the outermost group: handlers read its site_keys() and no others.
struct Loaded {
    Document document;
    Settings settings;
};

/// The keys of the root that handlers read: what a group may hold, static, templates, tests.
std::span<const std::string_view> site_keys() noexcept;

/// What the command line adds to the file.
struct CommandLine {
    std::span<const std::string> set;         ///< KEY=VALUE of each --set, in order
    std::span<const std::string_view> flags;  ///< names of tined's own flags, without "--"
};

/// Adds all that is wrong to `problems`; nothing is returned only when there is no tree at all.
/// With problems the result is for finding more of them, not for serving. `path` is the file as
/// the user named it.
std::optional<Loaded> load(const std::string& path, const CommandLine& command_line,
                           Problems& problems);

/// The same out of a text that a program made. Places are told in a file of that name, which is
/// none: relative paths start at the working directory.
std::optional<Loaded> load_text(const std::string& name, std::string text, Problems& problems);

}  // namespace tined::config
