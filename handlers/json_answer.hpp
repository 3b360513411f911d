// `json: ANY VALUE`: an answer in JSON, without spaces, non-ASCII text as it is.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_json(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
