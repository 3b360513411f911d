// `echo: true`: answers with what the request was, as JSON, for trying things out.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_echo(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
