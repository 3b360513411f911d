// `with: {title: Shop, n: "{{ arguments.page * 10 }}"}`: names for what follows, in the order
// written, so that a later one may use an earlier.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

/// A built-in name can't be taken.
std::unique_ptr<Part> read_with(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
