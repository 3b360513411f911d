// The error page that tined has of its own: as HTML, JSON or text, whatever the client likes best.
// It tells the status, and what was wrong with the arguments, but nothing of the inside: that is
// for the log, and for debug_page.hpp. HTML and text are templates; what only the id is new in is
// rendered once.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "handlers/failure.hpp"
#include "http/accept.hpp"
#include "http/response.hpp"
#include "template/environment.hpp"

namespace tined::handlers {

class BuiltinErrorPage {
public:
    /// Compiles the templates; throws std::logic_error if they are wrong.
    BuiltinErrorPage();

    /// Sets status, body and Content-Type; fields of other names stay as they are. `id` is the
    /// request's, for who asks the site's people about it; empty for a head that was refused.
    void write(const Failure& failure, http::PageKind kind, std::string_view id,
               http::Response& response) const;
    /// The same for a failure that is nothing but its status. `id` is not empty.
    void write(int status, http::PageKind kind, std::string_view id,
               http::Response& response) const;

private:
    static constexpr std::size_t kinds = 3;  // of http::PageKind

    /// A page that tells nothing but its status, around the request's id.
    struct Ready {
        std::string before;
        std::string after;
    };
    const Ready& ready(int status, http::PageKind kind) const;
    std::string make(const Failure& failure, http::PageKind kind, std::string_view id) const;

    templates::Symbols symbols_;
    templates::Environment environment_;
    templates::Template html_;
    templates::Template text_;
    /// For each kind by status: made when first asked for.
    mutable std::array<std::unordered_map<int, Ready>, kinds> ready_;
};

}  // namespace tined::handlers
