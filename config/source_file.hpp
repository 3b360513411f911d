// One file of the configuration, from its name to its tree.
#pragma once

#include <optional>
#include <string>

#include "config/node.hpp"

namespace tined::config {

/// Reads and parses `path`, whose name goes into `document.files`. Nothing when there is no tree;
/// a null node when the file has nothing in it. A file that cannot be read is a problem of the
/// file as a whole, or, with `named_at`, of the place and path that name it.
struct NamedAt {
    Place place;
    std::string path;
};
std::optional<Node> read_file(Document& document, const std::string& path, Problems& problems,
                              const std::optional<NamedAt>& named_at = std::nullopt);

}  // namespace tined::config
