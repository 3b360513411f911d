// `body_size: 1MiB` in a step: the most that a body may have from here on, in place of the limit
// of the route, the group, and `limits`. A longer one is a 413.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_body_size(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
