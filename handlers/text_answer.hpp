// `text: hello` and `html: <p>{{ query.name }}</p>`: an answer written in the file. In html each
// value is escaped for HTML, in text nothing is.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_text(const config::Reader& value, StepContext& context);
std::unique_ptr<Part> read_html(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
