// The error page that tined has of its own: as HTML, JSON or text, whatever the client likes best.
// It tells the status, and what was wrong with the arguments, but nothing of the inside: that is
// for the log, and for debug_page.hpp.
#pragma once

#include <string_view>

#include "handlers/failure.hpp"
#include "http/accept.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// Sets status, body and Content-Type; fields of other names stay as they are. `id` is the
/// request's, for who asks the site's people about it; empty for a head that was refused.
void write_error_page(const Failure& failure, http::PageKind kind, std::string_view id,
                      http::Response& response);

}  // namespace tined::handlers
