// The error page that tined has of its own: as HTML, JSON or text, whatever the client likes best.
// It tells the status, and what was wrong with the arguments; of the inside only in debug mode.
#pragma once

#include <string_view>

#include "handlers/failure.hpp"
#include "http/accept.hpp"
#include "http/response.hpp"

namespace tined::handlers {

/// What a page tells besides the failure's status, reason and fields.
struct ErrorPageTelling {
    /// The request's, for who asks the site's people about it; empty for a head that was refused.
    std::string_view id;
    /// Failure::detail too: in debug mode, where the client is who writes the site.
    bool has_detail = false;
};

/// Sets status, body and Content-Type; fields of other names stay as they are.
void write_error_page(const Failure& failure, http::PageKind kind, ErrorPageTelling telling,
                      http::Response& response);

}  // namespace tined::handlers
