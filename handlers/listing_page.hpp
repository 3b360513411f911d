// The page that lists a folder, in HTML that needs nothing else.
#pragma once

#include <string>
#include <string_view>

#include "handlers/folder.hpp"

namespace tined::handlers {

/// `path` is the decoded path that was asked for, ending in a slash; names and path are escaped
/// here. `has_parent` adds the way up.
std::string listing_page(std::string_view path, const FolderListing& listing, bool has_parent);

}  // namespace tined::handlers
