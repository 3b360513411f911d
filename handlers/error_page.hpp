// The error page that tined has of its own: as HTML, JSON or text, whatever the client likes best.
// It tells the status, and what was wrong with the arguments; nothing of the inside.
#pragma once

#include <string_view>

#include "handlers/failure.hpp"
#include "http/accept.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// `id` is the request's, for who asks the site's people about it; empty for a head that was
/// refused. Sets status, body and Content-Type; fields of other names stay as they are.
void write_error_page(const Failure& failure, http::PageKind kind, std::string_view id,
                      http::Response& response);

}  // namespace tined::handlers
