// `when: not user and query.page`: a step is done only where the bare expression is true.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_when(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
