// `arguments`: what a step declares of a request's arguments. All are checked; what is wrong is a
// 422 whose error.fields names each: {NAME: {code, message, value}}. Undeclared ones stay text.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_arguments(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
