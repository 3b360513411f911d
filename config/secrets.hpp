// The scalars whose text stands elsewhere: !env NAME [default], !file PATH, !credential NAME
// (systemd's LoadCredential=, systemd.exec(5)). Their values are secrets: no message shows one.
#pragma once

#include "config/node.hpp"

namespace tined::config {

/// Replaces the text of every tagged scalar by what its tag says and marks it secret. What is
/// not there is a problem, and the node is refused.
void resolve_secrets(Document& document, Problems& problems);

}  // namespace tined::config
