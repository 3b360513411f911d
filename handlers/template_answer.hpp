// `template: NAME`: a page of the site's folder of templates. With an expression in the name its
// first folder is literal, and what the name comes to stays in it; else 404.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

/// The type of a page by its template's name: text of the site's own is UTF-8.
std::string page_type(const SiteFiles& files, std::string_view name);

std::unique_ptr<Part> read_template(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
