// The error page of debug mode: the report of a request that went wrong, as HTML, JSON or text,
// whatever the client likes best. It is a template, and needs neither JavaScript nor anything from
// elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "http/accept.hpp"
#include "http/response.hpp"
#include "template/environment.hpp"
#include "value/value.hpp"

namespace tined::handlers {

/// The sources of the two templates (debug_page_sources.cpp).
std::string_view debug_page_html() noexcept;
std::string_view debug_page_text() noexcept;

class DebugPage {
public:
    /// Compiles the templates; throws std::logic_error if they are wrong.
    DebugPage();

    /// Sets status, body and Content-Type; the fields that would keep a browser from showing the
    /// page (a site's Content-Security-Policy), or have it kept, are replaced.
    void write(const value::Value& report, http::PageKind kind, http::Response& response) const;

private:
    std::string render(const templates::Template& page, const value::Value& report,
                       std::string_view text) const;

    templates::Symbols symbols_;
    templates::Environment environment_;
    const templates::Template* html_ = nullptr;
    const templates::Template* text_ = nullptr;
};

}  // namespace tined::handlers
