// `handler: NAME`: an answer out of C++. The `with` of its step are its settings: they must be
// among the options that it has declared, and of their types.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_handler(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
