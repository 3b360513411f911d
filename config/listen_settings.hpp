// `listen:` one address, a list, or mappings.
#pragma once

#include <optional>
#include <vector>

#include "config/reader.hpp"
#include "config/settings.hpp"

namespace tined::config {

/// The word of `forwarded_by`, for the file as for one address.
std::optional<http::ForwardedBy> as_forwarded_by(const Reader& value);

/// Replaces `listen` if there is at least one good address. `family` is that of an address that
/// names none.
void read_listen(const Reader& value, http::ForwardedBy family, std::vector<Listen>& listen);

}  // namespace tined::config
