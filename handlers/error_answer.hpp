// `error: 404` or `error: {status: 404, what: call for help}`: ends the action with an error, which
// the nearest error page tells; what else is passed is a member of `error` there.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

std::unique_ptr<Part> read_error(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
