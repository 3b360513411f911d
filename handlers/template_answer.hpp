// `template: NAME`: a page of the site's folder of templates. With an expression in the name its
// first folder is literal, and what the name comes to stays in it; else 404.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_template(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
