// `include:`: more files, merged into the mapping that names them: the file's root, or a group
// among the routes. Lists append (the includer's own items first, then file by file in the order
// of their names), mappings merge key by key, and the same single value twice is an error that
// names both places.
#pragma once

#include "config/node.hpp"

namespace tined::config {

/// Replaces every `include` of the document by what the files hold. Relative names and globs
/// start at the folder of the file that names them; a glob may match nothing, a name may not.
void expand_includes(Document& document, Problems& problems);

}  // namespace tined::config
